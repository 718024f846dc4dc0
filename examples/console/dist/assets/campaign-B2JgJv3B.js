const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["./area-chart-BzItrg9t.js","./jsx-runtime-DFPEc5xb.js","./index-D1uchVRY.js","./use-live-BEfoTX92.js","./index-BlwhVV1u.css"])))=>i.map(i=>d[i]);
import{C as e,H as t,R as n,S as r,_t as i,b as a,c as o,d as s,f as c,i as l,l as u,m as d,n as f,o as p,t as m,u as h,v as g,vt as _,w as v,y}from"./use-live-BEfoTX92.js";import{_ as b,c as x,d as S,h as C,i as w,l as T,m as E,n as D,o as O,r as k,s as A,t as j,u as M}from"./jsx-runtime-DFPEc5xb.js";import{a as N,c as P,d as F,f as I,h as L,i as R,l as z,m as B,n as V,p as ee,r as H,s as te,t as ne,u as re,v as ie}from"./index-D1uchVRY.js";import{n as ae,t as U}from"./card-CY1nQSVA.js";import{t as oe}from"./phone-DDw70OxK.js";import{n as se}from"./message-panel-Cx4uCfca.js";import{r as ce}from"./timeline-Bs2EIRkE.js";var W=b(C(),1),le=t?W.useLayoutEffect:W.useEffect,ue=function(e,t){let r=_(t?.client),[a,o]=W.useState(()=>G(r)),s=W.useRef({result:a,mutationId:0,isMounted:!0,client:r,mutation:e,options:t});le(()=>{Object.assign(s.current,{client:r,options:t,mutation:e})});let c=W.useCallback((e={})=>{let{options:t,mutation:r}=s.current,a={...t,mutation:r},c=e.client||s.current.client,l=typeof e.context==`function`?e.context(t?.context):e.context;!s.current.result.loading&&s.current.isMounted&&o(s.current.result={loading:!0,error:void 0,data:void 0,called:!0,client:c});let u=++s.current.mutationId,d=n(a,{...e,context:l});return ie(c.mutate(d).then(t=>{let{data:n,error:r}=t,a=e.onError||s.current.options?.onError;if(r&&a&&a(r,d),u===s.current.mutationId){let e={called:!0,loading:!1,data:n,error:r,client:c};s.current.isMounted&&!i(s.current.result,e)&&o(s.current.result=e)}let l=e.onCompleted||s.current.options?.onCompleted;return r||l?.(t.data,d),t},t=>{if(u===s.current.mutationId&&s.current.isMounted){let e={loading:!1,error:t,data:void 0,called:!0,client:c};i(s.current.result,e)||o(s.current.result=e)}let n=e.onError||s.current.options?.onError;throw n&&n(t,d),t}))},[]),l=W.useCallback(()=>{if(s.current.isMounted){let e=G(s.current.client);Object.assign(s.current,{mutationId:0,result:e}),o(e)}},[]);return W.useEffect(()=>{let e=s.current;return e.isMounted=!0,()=>{e.isMounted=!1}},[]),[c,{reset:l,...a}]};function G(e){return{data:void 0,error:void 0,called:!1,loading:!1,client:e}}var K=j(),de=({countries:e,choose:t})=>(0,K.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of countries`,children:(0,K.jsxs)(`table`,{children:[(0,K.jsx)(`thead`,{children:(0,K.jsxs)(`tr`,{children:[(0,K.jsx)(`th`,{scope:`col`,children:`Country`}),(0,K.jsx)(`th`,{scope:`col`,className:`number`,children:`Messages`}),(0,K.jsx)(`th`,{scope:`col`,className:`wide`,children:`States`}),(0,K.jsx)(`th`,{scope:`col`,className:`number`,children:`Delivered`}),(0,K.jsx)(`th`,{scope:`col`,className:`number`,children:`Not delivered`}),(0,K.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,K.jsx)(`tbody`,{children:[...e].sort((e,t)=>t.total-e.total).map(({country:e,total:n,cost:r,states:i})=>{let a=B(i);return(0,K.jsxs)(`tr`,{children:[(0,K.jsx)(`th`,{scope:`row`,children:e?(0,K.jsx)(`button`,{type:`button`,className:`link`,onClick:()=>t(e),children:k(e)}):`Not known`}),(0,K.jsx)(`td`,{className:`number`,children:A(n)}),(0,K.jsx)(`td`,{className:`wide`,children:(0,K.jsx)(te,{counts:a,total:n})}),(0,K.jsx)(`td`,{className:`number`,children:T(a.delivered+a.seen,n)}),(0,K.jsx)(`td`,{className:`number`,children:T(a.failed,n)}),(0,K.jsx)(`td`,{className:`number`,children:r==null?`–`:S(r)})]},e??``)})})]})}),fe=({total:e,counts:t})=>(0,K.jsxs)(`table`,{className:`funnel`,children:[(0,K.jsx)(`caption`,{className:`unseen`,children:`How many messages came how far`}),(0,K.jsx)(`thead`,{className:`unseen`,children:(0,K.jsxs)(`tr`,{children:[(0,K.jsx)(`th`,{scope:`col`,children:`Step`}),(0,K.jsx)(`th`,{scope:`col`,children:`Messages`}),(0,K.jsx)(`th`,{scope:`col`,children:`Share`})]})}),(0,K.jsx)(`tbody`,{children:L(e,t).map(({name:t,count:n},r)=>(0,K.jsxs)(`tr`,{children:[(0,K.jsx)(`th`,{scope:`row`,children:t}),(0,K.jsxs)(`td`,{className:`track`,children:[(0,K.jsx)(`span`,{className:`step-${r}`,style:{width:`${e===0?0:100*n/e}%`},"aria-hidden":`true`}),(0,K.jsx)(`b`,{children:A(n)})]}),(0,K.jsx)(`td`,{children:T(n,e)})]},t))})]}),pe=r(`
  query History($trackingId: ID!, $after: String) {
    deliveryEvents(filter: { campaignTrackingId: $trackingId, kinds: [VIBER_MESSAGE] }, first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        receivedAt
        status {
          state
        }
        subject {
          ... on ViberMessage {
            id
            trackingId
          }
        }
      }
    }
  }
`),q={points:[],isCut:!1},me=10,J=1e3;async function he(e,t,n,r){let i=new Map,a=new Map,o=new Map([[`QUEUED`,n]]),s=(e,t)=>void o.set(e,(o.get(e)??0)+t),c=e=>{let t=[...o].map(([e,t])=>({state:e,count:t}));a.set(Math.floor(Date.parse(e)/1e3),B(t))};c(r);let l=null,u=!0;for(let r=0;u&&r<me;r+=1){let r={trackingId:t,after:l},{data:a}=await e.query({query:pe,variables:r,fetchPolicy:`no-cache`});if(!a?.deliveryEvents)return q;let{nodes:o,pageInfo:d}=a.deliveryEvents;for(let{receivedAt:e,status:t,subject:r}of o){let a=r&&`trackingId`in r?r.trackingId:null;t&&a!==null&&(i.has(a)||i.size!==n)&&(s(i.get(a)??`QUEUED`,-1),s(t.state,1),i.set(a,t.state),c(e))}u=d.hasNextPage,l=d.endCursor??null}return a.size<2?q:{points:[...a].map(([e,t])=>({at:e*1e3,counts:t})),isCut:u}}function ge(){let e=d(),[t,n]=(0,W.useState)(null);return(0,W.useEffect)(()=>{let e=!0;return t===null&&ne(()=>import(`./area-chart-BzItrg9t.js`).then(t=>e&&n({Chart:t.default}),()=>void 0),__vite__mapDeps([0,1,2,3,4]),import.meta.url),()=>void(e=!1)},[t,e]),t&&t.Chart}function _e({trackingId:t,sentAt:n,progress:r}){let i=_(),a=ge(),{states:o,total:s}=e(z,r),[c,l]=(0,W.useState)(q),[u,d]=(0,W.useState)([]),f=JSON.stringify(B(o)),p=s-(o.find(({state:e})=>e===`QUEUED`)?.count??0),[m]=(0,W.useState)(p>J);(0,W.useEffect)(()=>{let e=!0;return n!==null&&s>0&&!m&&he(i,t,s,n).then(t=>e&&l(t),()=>void 0),()=>void(e=!1)},[i,t,n,s,m]),(0,W.useEffect)(()=>{d(e=>[...e,{at:Date.now(),counts:JSON.parse(f)}])},[f]);let h=(0,W.useMemo)(()=>{let e=c.points.at(-1)?.at??0,t=u.at(-1);if(!t)return c.points;let n={...t,at:Math.max(t.at,e)};return[...[...c.points,...u.slice(0,-1).filter(({at:t})=>t>e)].filter(({at:e})=>e<n.at),n]},[c,u]),g=A(J),v=c.points.at(-1)?.at??0,y=u.find(({at:e})=>e>v);return(0,K.jsxs)(K.Fragment,{children:[m&&u[0]&&(0,K.jsxs)(`p`,{className:`note`,children:[`From `,M(u[0].at),`, when this page was opened: more than `,g,` changes came before it.`]}),c.isCut&&y&&(0,K.jsxs)(`p`,{className:`note`,children:[`What changed between `,M(v),` and `,M(y.at),` is not shown: only the first `,g,` `,`changes are read.`]}),h.length<2?(0,K.jsx)(`p`,{className:`note`,children:`No state has changed since this page was opened.`}):(0,K.jsxs)(K.Fragment,{children:[a?(0,K.jsx)(a,{points:h}):(0,K.jsx)(`div`,{className:`chart`}),(0,K.jsx)(ve,{points:h})]})]})}var Y=40,ve=({points:e})=>(0,K.jsxs)(`details`,{children:[(0,K.jsx)(`summary`,{children:`As a table`}),(0,K.jsxs)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of states over time`,children:[e.length>Y&&(0,K.jsxs)(`p`,{className:`note`,children:[`The last `,A(Y),` of `,A(e.length),` times.`]}),(0,K.jsxs)(`table`,{children:[(0,K.jsx)(`thead`,{children:(0,K.jsxs)(`tr`,{children:[(0,K.jsx)(`th`,{scope:`col`,children:`Time`}),F.map(e=>(0,K.jsx)(`th`,{scope:`col`,className:`number`,children:I[e]},e))]})}),(0,K.jsx)(`tbody`,{children:e.slice(-40).map(({at:e,counts:t})=>(0,K.jsxs)(`tr`,{children:[(0,K.jsx)(`th`,{scope:`row`,children:M(e)}),F.map(e=>(0,K.jsx)(`td`,{className:`number`,children:A(t[e])},e))]},e))})]})]})]}),ye=r(`
  query Messages(
    $trackingId: ID!
    $filter: ViberMessageFilter
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    campaign(trackingId: $trackingId) {
      id
      trackingId
      messages(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        nodes {
          id
          trackingId
          ...MessageRow
        }
      }
    }
  }
`),be=r(`
  fragment MessageRow on ViberMessage {
    trackingId
    to
    country
    price
    status {
      state
      isFinal
      detailedStatus
      updatedAt
    }
  }
`),X=25;function xe({trackingId:t,search:n,progress:r,choose:i}){let s=r?.countries.flatMap(({country:e})=>e??[])??[],l=n.get(`state`),d=n.get(`country`),m=n.get(`message`),[{filterOf:g,place:_},y]=(0,W.useState)({filterOf:``,place:{first:X}}),b=`${l??``} ${d??``}`,x=g===b?_:{first:X},S=l||d?{...l?{states:[l]}:{},...d?{countries:[d]}:{}}:null,{data:C,previousData:w,error:T,loading:D,refetch:O}=v(ye,{variables:{trackingId:t,filter:S,...x},...f}),j=(C??(D?w:void 0))?.campaign?.messages,[M]=a(T),N=e=>{D||y({filterOf:b,place:e})},P=j?e(be,j.nodes):[],F=l?P.filter(e=>e.status.state!==l).length:0,I=Se(r,l,d),L=j!=null&&P.length===0&&I>0,R=()=>void O(),z=j!=null&&!S&&P.length===j.totalCount&&!Ce(P,r);Ee(b,(L||z)&&!D,R);let[B,V]=(0,W.useState)(I);D&&B!==I&&V(I);let H=j!=null&&P.length>0&&I!==j.totalCount&&I!==B;return(0,K.jsxs)(U,{title:`Messages`,note:j&&`${A(j.totalCount)}${S?` match`:``}`,className:`messages`,children:[(0,K.jsxs)(`form`,{className:`filters`,onSubmit:e=>e.preventDefault(),children:[(0,K.jsxs)(`label`,{children:[`State`,(0,K.jsxs)(`select`,{value:l??``,onChange:e=>i({state:e.target.value,country:d}),children:[(0,K.jsx)(`option`,{value:``,children:`All`}),ee.map(e=>(0,K.jsx)(`option`,{value:e,children:E(e)},e))]})]}),(0,K.jsxs)(`label`,{children:[`Country`,(0,K.jsxs)(`select`,{value:d??``,onChange:e=>i({state:l,country:e.target.value}),children:[(0,K.jsx)(`option`,{value:``,children:`All`}),[...new Set([...s,...d?[d]:[]])].map(e=>(0,K.jsx)(`option`,{value:e,children:k(e)},e))]})]}),F>0?(0,K.jsxs)(`button`,{type:`button`,className:`link`,onClick:R,children:[A(F),` moved on since this page was read: read it again`]}):H&&(0,K.jsxs)(`button`,{type:`button`,className:`link`,onClick:R,children:[A(I),` now: read this page again`]})]}),M&&(0,K.jsx)(c,{problem:M,retry:()=>void O()}),!j&&!M&&(D?(0,K.jsx)(u,{lines:8}):(0,K.jsx)(h,{retry:()=>void O()})),L&&(0,K.jsx)(u,{lines:2}),j&&P.length===0&&!L&&(0,K.jsx)(o,{title:S?`No message matches`:`No messages yet`,children:S?`Choose another state or country.`:`Routee shows the messages of a new campaign after a moment.`}),j&&P.length>0&&(0,K.jsxs)(K.Fragment,{children:[(0,K.jsxs)(`div`,{className:`split`,children:[(0,K.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of messages`,children:(0,K.jsx)(De,{rows:P,chosen:m,linkOf:e=>p([`campaigns`,t],{state:l,country:d,message:e})})}),m&&(0,K.jsx)(se,{trackingId:m,close:()=>i({state:l,country:d})},m)]}),(0,K.jsxs)(`div`,{className:`pager`,"aria-busy":D,children:[(0,K.jsx)(Z,{name:`First`,may:j.pageInfo.hasPreviousPage,turn:()=>N({first:X})}),(0,K.jsx)(Z,{name:`Previous`,may:j.pageInfo.hasPreviousPage,turn:()=>N({last:X,before:j.pageInfo.startCursor})}),(0,K.jsx)(Z,{name:`Next`,may:j.pageInfo.hasNextPage,turn:()=>N({first:X,after:j.pageInfo.endCursor})}),(0,K.jsx)(Z,{name:`Last`,may:j.pageInfo.hasNextPage,turn:()=>N({last:X})})]})]})]})}function Se(e,t,n){let r=n?e?.countries.find(e=>e.country===n):e;return r?t?r.states.find(e=>e.state===t)?.count??0:r.total:0}function Ce(e,t){return t?.total!==e.length||t.states.every(({state:t,count:n})=>e.filter(e=>e.status.state===t).length===n)}var we=1e3,Te=3e4;function Ee(e,t,n){let[r,i]=(0,W.useState)({key:e,pause:we}),a=r.key===e?r.pause:we,o=(0,W.useEffectEvent)(()=>{i({key:e,pause:Math.min(a*2,Te)}),n()});(0,W.useEffect)(()=>{if(!t)return;let e=setTimeout(()=>o(),a);return()=>clearTimeout(e)},[e,t,a])}var Z=({name:e,may:t,turn:n})=>(0,K.jsx)(`button`,{type:`button`,"aria-disabled":!t,onClick:()=>t&&n(),children:e}),De=({rows:e,chosen:t,linkOf:n})=>(0,K.jsxs)(`table`,{className:`hover`,children:[(0,K.jsx)(`thead`,{children:(0,K.jsxs)(`tr`,{children:[(0,K.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,K.jsx)(`th`,{scope:`col`,children:`Country`}),(0,K.jsx)(`th`,{scope:`col`,children:`State`}),(0,K.jsx)(`th`,{scope:`col`,className:`reason`,children:`Reason`}),(0,K.jsx)(`th`,{scope:`col`,className:`number`,children:`Since`}),(0,K.jsx)(`th`,{scope:`col`,className:`number`,children:`Price`})]})}),(0,K.jsx)(`tbody`,{children:e.map(({trackingId:e,to:r,country:i,price:a,status:o})=>(0,K.jsxs)(`tr`,{"aria-current":e===t?`true`:void 0,children:[(0,K.jsx)(`th`,{scope:`row`,children:(0,K.jsx)(`a`,{href:n(e),children:r??e})}),(0,K.jsx)(`td`,{children:i?k(i):``}),(0,K.jsx)(`td`,{children:(0,K.jsx)(ce,{state:o.state},o.state)}),(0,K.jsx)(`td`,{className:`note reason`,children:o.detailedStatus}),(0,K.jsx)(`td`,{className:`number`,children:o.updatedAt&&(0,K.jsx)(`time`,{dateTime:o.updatedAt,title:w(o.updatedAt),children:O(o.updatedAt)})}),(0,K.jsx)(`td`,{className:`number`,children:a==null?``:D(a)})]},e))})]}),Oe=r(`
  query Campaign($trackingId: ID!) {
    campaign(trackingId: $trackingId) {
      id
      trackingId
      ...CampaignHead
      progress {
        ...Progress
      }
    }
  }
`),Q=r(`
  fragment CampaignHead on Campaign {
    trackingId
    name
    applicationName
    createdAt
    scheduledAt
    cancelledAt
    cost
    totalMessages
    ttlSeconds
    label
    groups
    sender {
      name
    }
    content {
      ...Content
    }
    ...CampaignFacts
  }
`),ke=r(`
  subscription CampaignUpdated($trackingId: ID!, $after: String) {
    campaignUpdated(trackingId: $trackingId, after: $after) {
      cursor
      isLast
      campaign {
        id
        trackingId
        cancelledAt
        progress {
          ...Progress
        }
      }
      changedMessages {
        id
        trackingId
        ...MessageRow
      }
    }
  }
`);function Ae({trackingId:t,search:n}){let{data:r,error:i,loading:o,refetch:d}=v(Oe,{variables:{trackingId:t},...f}),g=r?.campaign,_=m(ke,{trackingId:t}),[b]=a(i);if(N([g&&e(Q,g).scheduledAt]),V((g&&e(Q,g).name)??`Campaign`),!g)return(0,K.jsxs)(K.Fragment,{children:[(0,K.jsx)($,{}),(0,K.jsx)(`header`,{className:`head`,children:(0,K.jsx)(`div`,{children:(0,K.jsx)(`h1`,{tabIndex:-1,children:`Campaign`})})}),b?(0,K.jsx)(c,{problem:b,retry:()=>void d()}):o?(0,K.jsx)(u,{lines:10}):(0,K.jsx)(h,{retry:()=>void d()})]});let C=e(Q,g),T=g.progress??null,E=e=>l(p([`campaigns`,t],e)),D=y(i,`campaign.progress`);return(0,K.jsxs)(K.Fragment,{children:[(0,K.jsx)($,{}),(0,K.jsxs)(`header`,{className:`head`,children:[(0,K.jsxs)(`div`,{children:[(0,K.jsx)(`h1`,{tabIndex:-1,dir:`auto`,children:C.name??`Campaign`}),(0,K.jsxs)(`p`,{className:`note`,children:[(0,K.jsx)(H,{campaign:C,progress:T}),` `,(0,K.jsx)(`code`,{children:t})]})]}),R(C)&&(0,K.jsx)(Ne,{trackingId:t,readAgain:()=>void d()})]}),_.problem&&_.state===`refused`&&(0,K.jsx)(s,{title:`This page does not move`,kind:`warning`,children:(0,K.jsx)(`p`,{children:_.problem.message})}),(0,K.jsxs)(`div`,{className:`columns`,children:[(0,K.jsx)(`div`,{className:`main`,children:T?(0,K.jsx)(je,{trackingId:t,name:C.name??`Campaign`,sentAt:C.createdAt??null,progress:T,choose:e=>E({country:e})}):(0,K.jsx)(U,{title:`Delivery`,children:D?(0,K.jsx)(c,{problem:D,retry:()=>void d()}):o?(0,K.jsx)(u,{}):(0,K.jsx)(h,{retry:()=>void d()})})}),(0,K.jsxs)(`aside`,{className:`side`,children:[C.content&&(0,K.jsx)(U,{title:`Content`,children:(0,K.jsx)(oe,{content:C.content,sender:C.sender?.name??null})}),(0,K.jsx)(U,{title:`Details`,children:(0,K.jsx)(ae,{facts:[[`Sender`,C.sender?.name],[`Sent`,C.createdAt&&w(C.createdAt)],[`Scheduled for`,C.scheduledAt&&w(C.scheduledAt)],[`Cancelled`,C.cancelledAt&&w(C.cancelledAt)],[`Messages`,C.totalMessages!=null&&A(C.totalMessages)],[`Groups`,C.groups?.join(`, `)],[`Cost at the send`,C.cost!=null&&S(C.cost)],[`Time to live`,C.ttlSeconds!=null&&x(C.ttlSeconds)],[`Label`,C.label],[`Application`,C.applicationName]]})})]})]}),(0,K.jsx)(xe,{trackingId:t,search:n,choose:E,progress:e(z,T)})]})}var $=()=>(0,K.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,K.jsx)(`a`,{href:p([`campaigns`]),children:`Campaigns`})});function je({trackingId:t,name:n,sentAt:r,progress:i,choose:a}){let{total:o,states:s,countries:c,cost:l,lastUpdateAt:u}=e(z,i),d=B(s),f=u&&Date.parse(u)<=Date.now()?u:null;return(0,K.jsxs)(K.Fragment,{children:[(0,K.jsxs)(U,{title:`Delivery`,note:f&&`last change ${w(f)}`,children:[(0,K.jsx)(re,{progress:i,name:n}),(0,K.jsx)(P,{counts:d}),(0,K.jsx)(fe,{total:o,counts:d}),l!=null&&(0,K.jsxs)(`p`,{className:`note`,children:[`Cost so far: `,(0,K.jsx)(`b`,{children:S(l)})]})]}),(0,K.jsx)(U,{title:`States over time`,children:(0,K.jsx)(_e,{trackingId:t,sentAt:r,progress:i})}),(0,K.jsx)(U,{title:`By country`,children:(0,K.jsx)(de,{countries:c,choose:a})})]})}var Me=r(`
  mutation CancelCampaign($trackingId: ID!) {
    cancelViberCampaign(input: { trackingId: $trackingId }) {
      campaign {
        id
        trackingId
        cancelledAt
      }
      send {
        id
        outcome
      }
    }
  }
`);function Ne({trackingId:e,readAgain:t}){let{sends:n}=g(),[r,{loading:i,error:o}]=ue(Me,{variables:{trackingId:e},onCompleted:()=>document.querySelector(`main h1`)?.focus()}),[s]=a(o),l=async()=>{let{error:e}=await r();a(e).some(({code:e})=>e===`CAMPAIGN_NOT_SCHEDULED`)&&t()};return n?(0,K.jsxs)(`div`,{className:`actions`,children:[(0,K.jsx)(`button`,{type:`button`,className:`danger`,"aria-disabled":i,onClick:()=>!i&&confirm(`Cancel this campaign? It will not be sent.`)&&void l(),children:i?`Cancelling…`:`Cancel campaign`}),s&&(0,K.jsx)(c,{problem:s})]}):null}export{Ae as CampaignScreen};
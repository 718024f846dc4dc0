const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["./area-chart-Cxsk-WaZ.js","./jsx-runtime-DFPEc5xb.js","./index-CNu2LjW3.js","./use-live-BPHwvYDi.js","./index-BlwhVV1u.css"])))=>i.map(i=>d[i]);
import{B as e,E as t,S as n,T as r,W as i,b as a,bt as o,c as s,d as c,f as l,g as u,i as d,m as f,n as p,o as m,p as h,u as g,w as _,x as v,yt as y}from"./use-live-BPHwvYDi.js";import{_ as b,c as x,d as S,h as C,i as w,l as T,m as E,n as D,o as O,r as k,s as A,t as j,u as M}from"./jsx-runtime-DFPEc5xb.js";import{a as N,c as P,d as F,f as I,h as L,i as R,l as z,m as B,n as V,p as ee,r as H,s as te,t as ne,u as re,y as ie}from"./index-CNu2LjW3.js";import{n as ae,t as U}from"./card-CY1nQSVA.js";import{t as oe}from"./phone-CpU-0RGO.js";import{n as se}from"./message-panel-CQKCnmoy.js";import{r as ce}from"./timeline-BYF5_ThX.js";var W=b(C(),1),le=i?W.useLayoutEffect:W.useEffect,ue=function(t,n){let r=o(n?.client),[i,a]=W.useState(()=>G(r)),s=W.useRef({result:i,mutationId:0,isMounted:!0,client:r,mutation:t,options:n});le(()=>{Object.assign(s.current,{client:r,options:n,mutation:t})});let c=W.useCallback((t={})=>{let{options:n,mutation:r}=s.current,i={...n,mutation:r},o=t.client||s.current.client,c=typeof t.context==`function`?t.context(n?.context):t.context;!s.current.result.loading&&s.current.isMounted&&a(s.current.result={loading:!0,error:void 0,data:void 0,called:!0,client:o});let l=++s.current.mutationId,u=e(i,{...t,context:c});return ie(o.mutate(u).then(e=>{let{data:n,error:r}=e,i=t.onError||s.current.options?.onError;if(r&&i&&i(r,u),l===s.current.mutationId){let e={called:!0,loading:!1,data:n,error:r,client:o};s.current.isMounted&&!y(s.current.result,e)&&a(s.current.result=e)}let c=t.onCompleted||s.current.options?.onCompleted;return r||c?.(e.data,u),e},e=>{if(l===s.current.mutationId&&s.current.isMounted){let t={loading:!1,error:e,data:void 0,called:!0,client:o};y(s.current.result,t)||a(s.current.result=t)}let n=t.onError||s.current.options?.onError;throw n&&n(e,u),e}))},[]),l=W.useCallback(()=>{if(s.current.isMounted){let e=G(s.current.client);Object.assign(s.current,{mutationId:0,result:e}),a(e)}},[]);return W.useEffect(()=>{let e=s.current;return e.isMounted=!0,()=>{e.isMounted=!1}},[]),[c,{reset:l,...i}]};function G(e){return{data:void 0,error:void 0,called:!1,loading:!1,client:e}}var K=j(),de=({countries:e,choose:t})=>(0,K.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of countries`,children:(0,K.jsxs)(`table`,{children:[(0,K.jsx)(`thead`,{children:(0,K.jsxs)(`tr`,{children:[(0,K.jsx)(`th`,{scope:`col`,children:`Country`}),(0,K.jsx)(`th`,{scope:`col`,className:`number`,children:`Messages`}),(0,K.jsx)(`th`,{scope:`col`,className:`wide`,children:`States`}),(0,K.jsx)(`th`,{scope:`col`,className:`number`,children:`Delivered`}),(0,K.jsx)(`th`,{scope:`col`,className:`number`,children:`Not delivered`}),(0,K.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,K.jsx)(`tbody`,{children:[...e].sort((e,t)=>t.total-e.total).map(({country:e,total:n,cost:r,states:i})=>{let a=B(i);return(0,K.jsxs)(`tr`,{children:[(0,K.jsx)(`th`,{scope:`row`,children:e?(0,K.jsx)(`button`,{type:`button`,className:`link`,onClick:()=>t(e),children:k(e)}):`Not known`}),(0,K.jsx)(`td`,{className:`number`,children:A(n)}),(0,K.jsx)(`td`,{className:`wide`,children:(0,K.jsx)(te,{counts:a,total:n})}),(0,K.jsx)(`td`,{className:`number`,children:T(a.delivered+a.seen,n)}),(0,K.jsx)(`td`,{className:`number`,children:T(a.failed,n)}),(0,K.jsx)(`td`,{className:`number`,children:r==null?`–`:S(r)})]},e??``)})})]})}),fe=({total:e,counts:t})=>(0,K.jsxs)(`table`,{className:`funnel`,children:[(0,K.jsx)(`caption`,{className:`unseen`,children:`How many messages came how far`}),(0,K.jsx)(`thead`,{className:`unseen`,children:(0,K.jsxs)(`tr`,{children:[(0,K.jsx)(`th`,{scope:`col`,children:`Step`}),(0,K.jsx)(`th`,{scope:`col`,children:`Messages`}),(0,K.jsx)(`th`,{scope:`col`,children:`Share`})]})}),(0,K.jsx)(`tbody`,{children:L(e,t).map(({name:t,count:n},r)=>(0,K.jsxs)(`tr`,{children:[(0,K.jsx)(`th`,{scope:`row`,children:t}),(0,K.jsxs)(`td`,{className:`track`,children:[(0,K.jsx)(`span`,{className:`step-${r}`,style:{width:`${e===0?0:100*n/e}%`},"aria-hidden":`true`}),(0,K.jsx)(`b`,{children:A(n)})]}),(0,K.jsx)(`td`,{children:T(n,e)})]},t))})]}),pe=_(`
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
`),q={points:[],isCut:!1},me=10,J=1e3;async function he(e,t,n,r){let i=new Map,a=new Map,o=new Map([[`QUEUED`,n]]),s=(e,t)=>void o.set(e,(o.get(e)??0)+t),c=e=>{let t=[...o].map(([e,t])=>({state:e,count:t}));a.set(Math.floor(Date.parse(e)/1e3),B(t))};c(r);let l=null,u=!0;for(let r=0;u&&r<me;r+=1){let r={trackingId:t,after:l},{data:a}=await e.query({query:pe,variables:r,fetchPolicy:`no-cache`});if(!a?.deliveryEvents)return q;let{nodes:o,pageInfo:d}=a.deliveryEvents;for(let{receivedAt:e,status:t,subject:r}of o){let a=r&&`trackingId`in r?r.trackingId:null;t&&a!==null&&(i.has(a)||i.size!==n)&&(s(i.get(a)??`QUEUED`,-1),s(t.state,1),i.set(a,t.state),c(e))}u=d.hasNextPage,l=d.endCursor??null}return a.size<2?q:{points:[...a].map(([e,t])=>({at:e*1e3,counts:t})),isCut:u}}function ge(){let e=u(),[t,n]=(0,W.useState)(null);return(0,W.useEffect)(()=>{let e=!0;return t===null&&ne(()=>import(`./area-chart-Cxsk-WaZ.js`).then(t=>e&&n({Chart:t.default}),()=>void 0),__vite__mapDeps([0,1,2,3,4]),import.meta.url),()=>void(e=!1)},[t,e]),t&&t.Chart}function _e({trackingId:e,sentAt:t,progress:n}){let i=o(),a=ge(),{states:s,total:c}=r(z,n),[l,u]=(0,W.useState)(q),[d,f]=(0,W.useState)([]),p=JSON.stringify(B(s)),m=c-(s.find(({state:e})=>e===`QUEUED`)?.count??0),[h]=(0,W.useState)(m>J);(0,W.useEffect)(()=>{let n=!0;return t!==null&&c>0&&!h&&he(i,e,c,t).then(e=>n&&u(e),()=>void 0),()=>void(n=!1)},[i,e,t,c,h]),(0,W.useEffect)(()=>{f(e=>[...e,{at:Date.now(),counts:JSON.parse(p)}])},[p]);let g=(0,W.useMemo)(()=>{let e=l.points.at(-1)?.at??0,t=d.at(-1);if(!t)return l.points;let n={...t,at:Math.max(t.at,e)};return[...[...l.points,...d.slice(0,-1).filter(({at:t})=>t>e)].filter(({at:e})=>e<n.at),n]},[l,d]),_=A(J),v=l.points.at(-1)?.at??0,y=d.find(({at:e})=>e>v);return(0,K.jsxs)(K.Fragment,{children:[h&&d[0]&&(0,K.jsxs)(`p`,{className:`note`,children:[`From `,M(d[0].at),`, when this page was opened: more than `,_,` changes came before it.`]}),l.isCut&&y&&(0,K.jsxs)(`p`,{className:`note`,children:[`What changed between `,M(v),` and `,M(y.at),` is not shown: only the first `,_,` `,`changes are read.`]}),g.length<2?(0,K.jsx)(`p`,{className:`note`,children:`No state has changed since this page was opened.`}):(0,K.jsxs)(K.Fragment,{children:[a?(0,K.jsx)(a,{points:g}):(0,K.jsx)(`div`,{className:`chart`}),(0,K.jsx)(ve,{points:g})]})]})}var Y=40,ve=({points:e})=>(0,K.jsxs)(`details`,{children:[(0,K.jsx)(`summary`,{children:`As a table`}),(0,K.jsxs)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of states over time`,children:[e.length>Y&&(0,K.jsxs)(`p`,{className:`note`,children:[`The last `,A(Y),` of `,A(e.length),` times.`]}),(0,K.jsxs)(`table`,{children:[(0,K.jsx)(`thead`,{children:(0,K.jsxs)(`tr`,{children:[(0,K.jsx)(`th`,{scope:`col`,children:`Time`}),F.map(e=>(0,K.jsx)(`th`,{scope:`col`,className:`number`,children:I[e]},e))]})}),(0,K.jsx)(`tbody`,{children:e.slice(-40).map(({at:e,counts:t})=>(0,K.jsxs)(`tr`,{children:[(0,K.jsx)(`th`,{scope:`row`,children:M(e)}),F.map(e=>(0,K.jsx)(`td`,{className:`number`,children:A(t[e])},e))]},e))})]})]})]}),ye=_(`
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
`),be=_(`
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
`),X=25;function xe({trackingId:e,search:i,progress:a,choose:o}){let u=a?.countries.flatMap(({country:e})=>e??[])??[],p=i.get(`state`),m=i.get(`country`),h=i.get(`message`),[{filterOf:_,place:v},y]=(0,W.useState)({filterOf:``,place:{first:X}}),b=`${p??``} ${m??``}`,x=_===b?v:{first:X},S=p||m?{...p?{states:[p]}:{},...m?{countries:[m]}:{}}:null,{data:C,previousData:w,error:T,loading:D,refetch:O}=t(ye,{variables:{trackingId:e,filter:S,...x},...d}),j=(C??(D?w:void 0))?.campaign?.messages,[M]=n(T),N=e=>{D||y({filterOf:b,place:e})},P=j?r(be,j.nodes):[],F=p?P.filter(e=>e.status.state!==p).length:0,I=Se(a,p,m),L=j!=null&&P.length===0&&I>0,R=()=>void O(),z=j!=null&&!S&&P.length===j.totalCount&&!Ce(P,a);Ee(b,(L||z)&&!D,R);let[B,V]=(0,W.useState)(I);D&&B!==I&&V(I);let H=j!=null&&P.length>0&&I!==j.totalCount&&I!==B;return(0,K.jsxs)(U,{title:`Messages`,note:j&&`${A(j.totalCount)}${S?` match`:``}`,className:`messages`,children:[(0,K.jsxs)(`form`,{className:`filters`,onSubmit:e=>e.preventDefault(),children:[(0,K.jsxs)(`label`,{children:[`State`,(0,K.jsxs)(`select`,{value:p??``,onChange:e=>o({state:e.target.value,country:m}),children:[(0,K.jsx)(`option`,{value:``,children:`All`}),ee.map(e=>(0,K.jsx)(`option`,{value:e,children:E(e)},e))]})]}),(0,K.jsxs)(`label`,{children:[`Country`,(0,K.jsxs)(`select`,{value:m??``,onChange:e=>o({state:p,country:e.target.value}),children:[(0,K.jsx)(`option`,{value:``,children:`All`}),[...new Set([...u,...m?[m]:[]])].map(e=>(0,K.jsx)(`option`,{value:e,children:k(e)},e))]})]}),F>0?(0,K.jsxs)(`button`,{type:`button`,className:`link`,onClick:R,children:[A(F),` moved on since this page was read: read it again`]}):H&&(0,K.jsxs)(`button`,{type:`button`,className:`link`,onClick:R,children:[A(I),` now: read this page again`]})]}),M&&(0,K.jsx)(f,{problem:M,retry:()=>void O()}),!j&&!M&&(D?(0,K.jsx)(c,{lines:8}):(0,K.jsx)(l,{retry:()=>void O()})),L&&(0,K.jsx)(c,{lines:2}),j&&P.length===0&&!L&&(0,K.jsx)(g,{title:S?`No message matches`:`No messages yet`,children:S?`Choose another state or country.`:`Routee shows the messages of a new campaign after a moment.`}),j&&P.length>0&&(0,K.jsxs)(K.Fragment,{children:[(0,K.jsxs)(`div`,{className:`split`,children:[(0,K.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of messages`,children:(0,K.jsx)(De,{rows:P,chosen:h,linkOf:t=>s([`campaigns`,e],{state:p,country:m,message:t})})}),h&&(0,K.jsx)(se,{trackingId:h,close:()=>o({state:p,country:m})},h)]}),(0,K.jsxs)(`div`,{className:`pager`,"aria-busy":D,children:[(0,K.jsx)(Z,{name:`First`,may:j.pageInfo.hasPreviousPage,turn:()=>N({first:X})}),(0,K.jsx)(Z,{name:`Previous`,may:j.pageInfo.hasPreviousPage,turn:()=>N({last:X,before:j.pageInfo.startCursor})}),(0,K.jsx)(Z,{name:`Next`,may:j.pageInfo.hasNextPage,turn:()=>N({first:X,after:j.pageInfo.endCursor})}),(0,K.jsx)(Z,{name:`Last`,may:j.pageInfo.hasNextPage,turn:()=>N({last:X})})]})]})]})}function Se(e,t,n){let r=n?e?.countries.find(e=>e.country===n):e;return r?t?r.states.find(e=>e.state===t)?.count??0:r.total:0}function Ce(e,t){return t?.total!==e.length||t.states.every(({state:t,count:n})=>e.filter(e=>e.status.state===t).length===n)}var we=1e3,Te=3e4;function Ee(e,t,n){let[r,i]=(0,W.useState)({key:e,pause:we}),a=r.key===e?r.pause:we,o=(0,W.useEffectEvent)(()=>{i({key:e,pause:Math.min(a*2,Te)}),n()});(0,W.useEffect)(()=>{if(!t)return;let e=setTimeout(()=>o(),a);return()=>clearTimeout(e)},[e,t,a])}var Z=({name:e,may:t,turn:n})=>(0,K.jsx)(`button`,{type:`button`,"aria-disabled":!t,onClick:()=>t&&n(),children:e}),De=({rows:e,chosen:t,linkOf:n})=>(0,K.jsxs)(`table`,{className:`hover`,children:[(0,K.jsx)(`thead`,{children:(0,K.jsxs)(`tr`,{children:[(0,K.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,K.jsx)(`th`,{scope:`col`,children:`Country`}),(0,K.jsx)(`th`,{scope:`col`,children:`State`}),(0,K.jsx)(`th`,{scope:`col`,className:`reason`,children:`Reason`}),(0,K.jsx)(`th`,{scope:`col`,className:`number`,children:`Since`}),(0,K.jsx)(`th`,{scope:`col`,className:`number`,children:`Price`})]})}),(0,K.jsx)(`tbody`,{children:e.map(({trackingId:e,to:r,country:i,price:a,status:o})=>(0,K.jsxs)(`tr`,{"aria-current":e===t?`true`:void 0,children:[(0,K.jsx)(`th`,{scope:`row`,children:(0,K.jsx)(`a`,{href:n(e),children:r??e})}),(0,K.jsx)(`td`,{children:i?k(i):``}),(0,K.jsx)(`td`,{children:(0,K.jsx)(ce,{state:o.state},o.state)}),(0,K.jsx)(`td`,{className:`note reason`,children:o.detailedStatus}),(0,K.jsx)(`td`,{className:`number`,children:o.updatedAt&&(0,K.jsx)(`time`,{dateTime:o.updatedAt,title:w(o.updatedAt),children:O(o.updatedAt)})}),(0,K.jsx)(`td`,{className:`number`,children:a==null?``:D(a)})]},e))})]}),Oe=_(`
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
`),Q=_(`
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
`),ke=_(`
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
`);function Ae({trackingId:e,search:i}){let{data:a,error:o,loading:u,refetch:g}=t(Oe,{variables:{trackingId:e},...d}),_=a?.campaign,y=p(ke,{trackingId:e}),[b]=n(o);if(N([_&&r(Q,_).scheduledAt]),V((_&&r(Q,_).name)??`Campaign`),!_)return(0,K.jsxs)(K.Fragment,{children:[(0,K.jsx)($,{}),(0,K.jsx)(`header`,{className:`head`,children:(0,K.jsx)(`div`,{children:(0,K.jsx)(`h1`,{tabIndex:-1,children:`Campaign`})})}),b?(0,K.jsx)(f,{problem:b,retry:()=>void g()}):u?(0,K.jsx)(c,{lines:10}):(0,K.jsx)(l,{retry:()=>void g()})]});let C=r(Q,_),T=_.progress??null,E=t=>m(s([`campaigns`,e],t)),D=v(o,`campaign.progress`);return(0,K.jsxs)(K.Fragment,{children:[(0,K.jsx)($,{}),(0,K.jsxs)(`header`,{className:`head`,children:[(0,K.jsxs)(`div`,{children:[(0,K.jsx)(`h1`,{tabIndex:-1,dir:`auto`,children:C.name??`Campaign`}),(0,K.jsxs)(`p`,{className:`note`,children:[(0,K.jsx)(H,{campaign:C,progress:T}),` `,(0,K.jsx)(`code`,{children:e})]})]}),R(C)&&(0,K.jsx)(Ne,{trackingId:e,readAgain:()=>void g()})]}),y.problem&&y.state===`refused`&&(0,K.jsx)(h,{title:`This page does not move`,kind:`warning`,children:(0,K.jsx)(`p`,{children:y.problem.message})}),(0,K.jsxs)(`div`,{className:`columns`,children:[(0,K.jsx)(`div`,{className:`main`,children:T?(0,K.jsx)(je,{trackingId:e,name:C.name??`Campaign`,sentAt:C.createdAt??null,progress:T,choose:e=>E({country:e})}):(0,K.jsx)(U,{title:`Delivery`,children:D?(0,K.jsx)(f,{problem:D,retry:()=>void g()}):u?(0,K.jsx)(c,{}):(0,K.jsx)(l,{retry:()=>void g()})})}),(0,K.jsxs)(`aside`,{className:`side`,children:[C.content&&(0,K.jsx)(U,{title:`Content`,children:(0,K.jsx)(oe,{content:C.content,sender:C.sender?.name??null})}),(0,K.jsx)(U,{title:`Details`,children:(0,K.jsx)(ae,{facts:[[`Sender`,C.sender?.name],[`Sent`,C.createdAt&&w(C.createdAt)],[`Scheduled for`,C.scheduledAt&&w(C.scheduledAt)],[`Cancelled`,C.cancelledAt&&w(C.cancelledAt)],[`Messages`,C.totalMessages!=null&&A(C.totalMessages)],[`Groups`,C.groups?.join(`, `)],[`Cost at the send`,C.cost!=null&&S(C.cost)],[`Time to live`,C.ttlSeconds!=null&&x(C.ttlSeconds)],[`Label`,C.label],[`Application`,C.applicationName]]})})]})]}),(0,K.jsx)(xe,{trackingId:e,search:i,choose:E,progress:r(z,T)})]})}var $=()=>(0,K.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,K.jsx)(`a`,{href:s([`campaigns`]),children:`Campaigns`})});function je({trackingId:e,name:t,sentAt:n,progress:i,choose:a}){let{total:o,states:s,countries:c,cost:l,lastUpdateAt:u}=r(z,i),d=B(s),f=u&&Date.parse(u)<=Date.now()?u:null;return(0,K.jsxs)(K.Fragment,{children:[(0,K.jsxs)(U,{title:`Delivery`,note:f&&`last change ${w(f)}`,children:[(0,K.jsx)(re,{progress:i,name:t}),(0,K.jsx)(P,{counts:d}),(0,K.jsx)(fe,{total:o,counts:d}),l!=null&&(0,K.jsxs)(`p`,{className:`note`,children:[`Cost so far: `,(0,K.jsx)(`b`,{children:S(l)})]})]}),(0,K.jsx)(U,{title:`States over time`,children:(0,K.jsx)(_e,{trackingId:e,sentAt:n,progress:i})}),(0,K.jsx)(U,{title:`By country`,children:(0,K.jsx)(de,{countries:c,choose:a})})]})}var Me=_(`
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
`);function Ne({trackingId:e,readAgain:t}){let{sends:r}=a(),[i,{loading:o,error:s}]=ue(Me,{variables:{trackingId:e},onCompleted:()=>document.querySelector(`main h1`)?.focus()}),[c]=n(s),l=async()=>{let{error:e}=await i();n(e).some(({code:e})=>e===`CAMPAIGN_NOT_SCHEDULED`)&&t()};return r?(0,K.jsxs)(`div`,{className:`actions`,children:[(0,K.jsx)(`button`,{type:`button`,className:`danger`,"aria-disabled":o,onClick:()=>!o&&confirm(`Cancel this campaign? It will not be sent.`)&&void l(),children:o?`Cancelling…`:`Cancel campaign`}),c&&(0,K.jsx)(f,{problem:c})]}):null}export{Ae as CampaignScreen};
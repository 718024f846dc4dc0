const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["./area-chart-BovqcAav.js","./jsx-runtime-DFPEc5xb.js","./index-DEq1gdgy.js","./use-live-DBsm6pen.js","./index-DJKYLjS1.css"])))=>i.map(i=>d[i]);
import{L as e,N as t,_ as n,c as r,ft as i,g as a,h as o,i as s,l as c,m as l,n as u,o as d,pt as f,s as p,t as m,u as h,v as g,y as _}from"./use-live-DBsm6pen.js";import{_ as v,c as y,d as b,h as x,i as S,l as C,m as w,n as T,o as E,r as D,s as O,t as k,u as A}from"./jsx-runtime-DFPEc5xb.js";import{a as j,c as M,d as N,f as P,g as ee,i as te,l as F,n as I,o as L,p as ne,r as re,s as R,t as ie,u as ae}from"./index-DEq1gdgy.js";import{n as oe,t as z}from"./card-CY1nQSVA.js";import{t as se}from"./phone-CZbAf0cW.js";import{n as ce}from"./message-panel-C4WT1jVL.js";import{r as B}from"./timeline-Bi6N706P.js";var V=v(x(),1),H=e?V.useLayoutEffect:V.useEffect,U=function(e,n){let r=f(n?.client),[a,o]=V.useState(()=>W(r)),s=V.useRef({result:a,mutationId:0,isMounted:!0,client:r,mutation:e,options:n});H(()=>{Object.assign(s.current,{client:r,options:n,mutation:e})});let c=V.useCallback((e={})=>{let{options:n,mutation:r}=s.current,a={...n,mutation:r},c=e.client||s.current.client,l=typeof e.context==`function`?e.context(n?.context):e.context;!s.current.result.loading&&s.current.isMounted&&o(s.current.result={loading:!0,error:void 0,data:void 0,called:!0,client:c});let u=++s.current.mutationId,d=t(a,{...e,context:l});return ee(c.mutate(d).then(t=>{let{data:n,error:r}=t,a=e.onError||s.current.options?.onError;if(r&&a&&a(r,d),u===s.current.mutationId){let e={called:!0,loading:!1,data:n,error:r,client:c};s.current.isMounted&&!i(s.current.result,e)&&o(s.current.result=e)}let l=e.onCompleted||s.current.options?.onCompleted;return r||l?.(t.data,d),t},t=>{if(u===s.current.mutationId&&s.current.isMounted){let e={loading:!1,error:t,data:void 0,called:!0,client:c};i(s.current.result,e)||o(s.current.result=e)}let n=e.onError||s.current.options?.onError;throw n&&n(t,d),t}))},[]),l=V.useCallback(()=>{if(s.current.isMounted){let e=W(s.current.client);Object.assign(s.current,{mutationId:0,result:e}),o(e)}},[]);return V.useEffect(()=>{let e=s.current;return e.isMounted=!0,()=>{e.isMounted=!1}},[]),[c,{reset:l,...a}]};function W(e){return{data:void 0,error:void 0,called:!1,loading:!1,client:e}}var G=k(),le=({countries:e,choose:t})=>(0,G.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of countries`,children:(0,G.jsxs)(`table`,{children:[(0,G.jsx)(`thead`,{children:(0,G.jsxs)(`tr`,{children:[(0,G.jsx)(`th`,{scope:`col`,children:`Country`}),(0,G.jsx)(`th`,{scope:`col`,className:`number`,children:`Messages`}),(0,G.jsx)(`th`,{scope:`col`,className:`wide`,children:`States`}),(0,G.jsx)(`th`,{scope:`col`,className:`number`,children:`Delivered`}),(0,G.jsx)(`th`,{scope:`col`,className:`number`,children:`Not delivered`}),(0,G.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,G.jsx)(`tbody`,{children:[...e].sort((e,t)=>t.total-e.total).map(({country:e,total:n,cost:r,states:i})=>{let a=P(i);return(0,G.jsxs)(`tr`,{children:[(0,G.jsx)(`th`,{scope:`row`,children:e?(0,G.jsx)(`button`,{type:`button`,className:`link`,onClick:()=>t(e),children:D(e)}):`Not known`}),(0,G.jsx)(`td`,{className:`number`,children:O(n)}),(0,G.jsx)(`td`,{className:`wide`,children:(0,G.jsx)(j,{counts:a,total:n})}),(0,G.jsx)(`td`,{className:`number`,children:C(a.delivered+a.seen,n)}),(0,G.jsx)(`td`,{className:`number`,children:C(a.failed,n)}),(0,G.jsx)(`td`,{className:`number`,children:r==null?`–`:b(r)})]},e??``)})})]})}),ue=({total:e,counts:t})=>(0,G.jsxs)(`table`,{className:`funnel`,children:[(0,G.jsx)(`caption`,{className:`unseen`,children:`How many messages came how far`}),(0,G.jsx)(`thead`,{className:`unseen`,children:(0,G.jsxs)(`tr`,{children:[(0,G.jsx)(`th`,{scope:`col`,children:`Step`}),(0,G.jsx)(`th`,{scope:`col`,children:`Messages`}),(0,G.jsx)(`th`,{scope:`col`,children:`Share`})]})}),(0,G.jsx)(`tbody`,{children:ne(e,t).map(({name:t,count:n},r)=>(0,G.jsxs)(`tr`,{children:[(0,G.jsx)(`th`,{scope:`row`,children:t}),(0,G.jsxs)(`td`,{className:`track`,children:[(0,G.jsx)(`span`,{className:`step-${r}`,style:{width:`${e===0?0:100*n/e}%`},"aria-hidden":`true`}),(0,G.jsx)(`b`,{children:O(n)})]}),(0,G.jsx)(`td`,{children:C(n,e)})]},t))})]}),de=n(`
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
`),K={points:[],isCut:!1},fe=10,q=1e3;async function pe(e,t,n,r){let i=new Map,a=new Map,o=new Map([[`QUEUED`,n]]),s=(e,t)=>void o.set(e,(o.get(e)??0)+t),c=e=>{let t=[...o].map(([e,t])=>({state:e,count:t}));a.set(Math.floor(Date.parse(e)/1e3),P(t))};c(r);let l=null,u=!0;for(let r=0;u&&r<fe;r+=1){let r={trackingId:t,after:l},{data:a}=await e.query({query:de,variables:r,fetchPolicy:`no-cache`});if(!a?.deliveryEvents)return K;let{nodes:o,pageInfo:d}=a.deliveryEvents;for(let{receivedAt:e,status:t,subject:r}of o){let a=r&&`trackingId`in r?r.trackingId:null;t&&a!==null&&(i.has(a)||i.size!==n)&&(s(i.get(a)??`QUEUED`,-1),s(t.state,1),i.set(a,t.state),c(e))}u=d.hasNextPage,l=d.endCursor??null}return a.size<2?K:{points:[...a].map(([e,t])=>({at:e*1e3,counts:t})),isCut:u}}function me(){let e=h(),[t,n]=(0,V.useState)(null);return(0,V.useEffect)(()=>{let e=!0;return t===null&&ie(()=>import(`./area-chart-BovqcAav.js`).then(t=>e&&n({Chart:t.default}),()=>void 0),__vite__mapDeps([0,1,2,3,4]),import.meta.url),()=>void(e=!1)},[t,e]),t&&t.Chart}function he({trackingId:e,sentAt:t,progress:n}){let r=f(),i=me(),{states:a,total:o}=g(R,n),[s,c]=(0,V.useState)(K),[l,u]=(0,V.useState)([]),d=JSON.stringify(P(a)),p=o-(a.find(({state:e})=>e===`QUEUED`)?.count??0),[m]=(0,V.useState)(p>q);(0,V.useEffect)(()=>{let n=!0;return t!==null&&o>0&&!m&&pe(r,e,o,t).then(e=>n&&c(e),()=>void 0),()=>void(n=!1)},[r,e,t,o,m]),(0,V.useEffect)(()=>{u(e=>[...e,{at:Date.now(),counts:JSON.parse(d)}])},[d]);let h=(0,V.useMemo)(()=>{let e=s.points.at(-1)?.at??0,t=l.at(-1);if(!t)return s.points;let n={...t,at:Math.max(t.at,e)};return[...[...s.points,...l.slice(0,-1).filter(({at:t})=>t>e)].filter(({at:e})=>e<n.at),n]},[s,l]),_=O(q),v=s.points.at(-1)?.at??0,y=l.find(({at:e})=>e>v);return(0,G.jsxs)(G.Fragment,{children:[m&&l[0]&&(0,G.jsxs)(`p`,{className:`note`,children:[`From `,A(l[0].at),`, when this page was opened: more than `,_,` changes came before it.`]}),s.isCut&&y&&(0,G.jsxs)(`p`,{className:`note`,children:[`What changed between `,A(v),` and `,A(y.at),` is not shown: only the first `,_,` `,`changes are read.`]}),h.length<2?(0,G.jsx)(`p`,{className:`note`,children:`No state has changed since this page was opened.`}):(0,G.jsxs)(G.Fragment,{children:[i?(0,G.jsx)(i,{points:h}):(0,G.jsx)(`div`,{className:`chart`}),(0,G.jsx)(ge,{points:h})]})]})}var J=40,ge=({points:e})=>(0,G.jsxs)(`details`,{children:[(0,G.jsx)(`summary`,{children:`As a table`}),(0,G.jsxs)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of states over time`,children:[e.length>J&&(0,G.jsxs)(`p`,{className:`note`,children:[`The last `,O(J),` of `,O(e.length),` times.`]}),(0,G.jsxs)(`table`,{children:[(0,G.jsx)(`thead`,{children:(0,G.jsxs)(`tr`,{children:[(0,G.jsx)(`th`,{scope:`col`,children:`Time`}),F.map(e=>(0,G.jsx)(`th`,{scope:`col`,className:`number`,children:ae[e]},e))]})}),(0,G.jsx)(`tbody`,{children:e.slice(-40).map(({at:e,counts:t})=>(0,G.jsxs)(`tr`,{children:[(0,G.jsx)(`th`,{scope:`row`,children:A(e)}),F.map(e=>(0,G.jsx)(`td`,{className:`number`,children:O(t[e])},e))]},e))})]})]})]}),_e=n(`
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
`),ve=n(`
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
`),Y=25;function ye({trackingId:e,search:t,countries:n,choose:r}){let i=t.get(`state`),o=t.get(`country`),l=t.get(`message`),[{filterOf:u,place:f},m]=(0,V.useState)({filterOf:``,place:{first:Y}}),h=`${i??``} ${o??``}`,v=u===h?f:{first:Y},y=i||o?{...i?{states:[i]}:{},...o?{countries:[o]}:{}}:null,{data:b,previousData:x,error:S,loading:C,refetch:T}=_(_e,{variables:{trackingId:e,filter:y,...v}}),E=(b??x)?.campaign?.messages,[k]=a(S),A=e=>{C||m({filterOf:h,place:e})},j=E?g(ve,E.nodes):[],M=i?j.filter(e=>e.status.state!==i).length:0;return(0,G.jsxs)(z,{title:`Messages`,note:E&&`${O(E.totalCount)}${y?` match`:``}`,className:`messages`,children:[(0,G.jsxs)(`form`,{className:`filters`,onSubmit:e=>e.preventDefault(),children:[(0,G.jsxs)(`label`,{children:[`State`,(0,G.jsxs)(`select`,{value:i??``,onChange:e=>r({state:e.target.value,country:o}),children:[(0,G.jsx)(`option`,{value:``,children:`All`}),N.map(e=>(0,G.jsx)(`option`,{value:e,children:w(e)},e))]})]}),(0,G.jsxs)(`label`,{children:[`Country`,(0,G.jsxs)(`select`,{value:o??``,onChange:e=>r({state:i,country:e.target.value}),children:[(0,G.jsx)(`option`,{value:``,children:`All`}),[...new Set([...n,...o?[o]:[]])].map(e=>(0,G.jsx)(`option`,{value:e,children:D(e)},e))]})]}),M>0&&(0,G.jsxs)(`button`,{type:`button`,className:`link`,onClick:()=>void T(),children:[O(M),` moved on since this page was read: read it again`]})]}),k&&(0,G.jsx)(c,{problem:k,retry:()=>void T()}),!E&&C&&(0,G.jsx)(p,{lines:8}),E&&j.length===0&&(0,G.jsx)(d,{title:y?`No message matches`:`No messages yet`,children:y?`Choose another state or country.`:`Routee shows the messages of a new campaign after a moment.`}),E&&j.length>0&&(0,G.jsxs)(G.Fragment,{children:[(0,G.jsxs)(`div`,{className:`split`,children:[(0,G.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of messages`,children:(0,G.jsx)(be,{rows:j,chosen:l,linkOf:t=>s([`campaigns`,e],{state:i,country:o,message:t})})}),l&&(0,G.jsx)(ce,{trackingId:l,close:()=>r({state:i,country:o})},l)]}),(0,G.jsxs)(`div`,{className:`pager`,"aria-busy":C,children:[(0,G.jsx)(X,{name:`First`,may:E.pageInfo.hasPreviousPage,turn:()=>A({first:Y})}),(0,G.jsx)(X,{name:`Previous`,may:E.pageInfo.hasPreviousPage,turn:()=>A({last:Y,before:E.pageInfo.startCursor})}),(0,G.jsx)(X,{name:`Next`,may:E.pageInfo.hasNextPage,turn:()=>A({first:Y,after:E.pageInfo.endCursor})}),(0,G.jsx)(X,{name:`Last`,may:E.pageInfo.hasNextPage,turn:()=>A({last:Y})})]})]})]})}var X=({name:e,may:t,turn:n})=>(0,G.jsx)(`button`,{type:`button`,"aria-disabled":!t,onClick:()=>t&&n(),children:e}),be=({rows:e,chosen:t,linkOf:n})=>(0,G.jsxs)(`table`,{className:`hover`,children:[(0,G.jsx)(`thead`,{children:(0,G.jsxs)(`tr`,{children:[(0,G.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,G.jsx)(`th`,{scope:`col`,children:`Country`}),(0,G.jsx)(`th`,{scope:`col`,children:`State`}),(0,G.jsx)(`th`,{scope:`col`,className:`reason`,children:`Reason`}),(0,G.jsx)(`th`,{scope:`col`,className:`number`,children:`Since`}),(0,G.jsx)(`th`,{scope:`col`,className:`number`,children:`Price`})]})}),(0,G.jsx)(`tbody`,{children:e.map(({trackingId:e,to:r,country:i,price:a,status:o})=>(0,G.jsxs)(`tr`,{"aria-current":e===t?`true`:void 0,children:[(0,G.jsx)(`th`,{scope:`row`,children:(0,G.jsx)(`a`,{href:n(e),children:r??e})}),(0,G.jsx)(`td`,{children:i?D(i):``}),(0,G.jsx)(`td`,{children:(0,G.jsx)(B,{state:o.state},o.state)}),(0,G.jsx)(`td`,{className:`note reason`,children:o.detailedStatus}),(0,G.jsx)(`td`,{className:`number`,children:o.updatedAt&&(0,G.jsx)(`time`,{dateTime:o.updatedAt,title:S(o.updatedAt),children:E(o.updatedAt)})}),(0,G.jsx)(`td`,{className:`number`,children:a==null?``:T(a)})]},e))})]}),xe=n(`
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
`),Z=n(`
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
`),Se=n(`
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
`);function Ce({trackingId:e,search:t}){let{data:n,error:i,loading:l,refetch:d}=_(xe,{variables:{trackingId:e}}),f=n?.campaign,h=m(Se,{trackingId:e}),[v]=a(i);if(I((f&&g(Z,f).name)??`Campaign`),!f)return(0,G.jsxs)(G.Fragment,{children:[(0,G.jsx)(Q,{}),(0,G.jsx)(`header`,{className:`head`,children:(0,G.jsx)(`div`,{children:(0,G.jsx)(`h1`,{tabIndex:-1,children:`Campaign`})})}),v?(0,G.jsx)(c,{problem:v,retry:()=>void d()}):l&&(0,G.jsx)(p,{lines:10})]});let x=g(Z,f),C=f.progress??null,w=t=>u(s([`campaigns`,e],t)),T=o(i,`campaign.progress`);return(0,G.jsxs)(G.Fragment,{children:[(0,G.jsx)(Q,{}),(0,G.jsxs)(`header`,{className:`head`,children:[(0,G.jsxs)(`div`,{children:[(0,G.jsx)(`h1`,{tabIndex:-1,dir:`auto`,children:x.name??`Campaign`}),(0,G.jsxs)(`p`,{className:`note`,children:[(0,G.jsx)(re,{campaign:x,progress:C}),` `,(0,G.jsx)(`code`,{children:e})]})]}),te(x)&&(0,G.jsx)(Ee,{trackingId:e})]}),h.problem&&h.state===`refused`&&(0,G.jsx)(r,{title:`This page does not move`,kind:`warning`,children:(0,G.jsx)(`p`,{children:h.problem.message})}),(0,G.jsxs)(`div`,{className:`columns`,children:[(0,G.jsx)(`div`,{className:`main`,children:C?(0,G.jsx)(we,{trackingId:e,name:x.name??`Campaign`,sentAt:x.createdAt??null,progress:C,choose:e=>w({country:e})}):(0,G.jsx)(z,{title:`Delivery`,children:T?(0,G.jsx)(c,{problem:T,retry:()=>void d()}):(0,G.jsx)(p,{})})}),(0,G.jsxs)(`aside`,{className:`side`,children:[x.content&&(0,G.jsx)(z,{title:`Content`,children:(0,G.jsx)(se,{content:x.content,sender:x.sender?.name??null})}),(0,G.jsx)(z,{title:`Details`,children:(0,G.jsx)(oe,{facts:[[`Sender`,x.sender?.name],[`Sent`,x.createdAt&&S(x.createdAt)],[`Scheduled for`,x.scheduledAt&&S(x.scheduledAt)],[`Cancelled`,x.cancelledAt&&S(x.cancelledAt)],[`Messages`,x.totalMessages!=null&&O(x.totalMessages)],[`Groups`,x.groups?.join(`, `)],[`Cost at the send`,x.cost!=null&&b(x.cost)],[`Time to live`,x.ttlSeconds!=null&&y(x.ttlSeconds)],[`Label`,x.label],[`Application`,x.applicationName]]})})]})]}),(0,G.jsx)(ye,{trackingId:e,search:t,choose:w,countries:$(C)})]})}var Q=()=>(0,G.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,G.jsx)(`a`,{href:s([`campaigns`]),children:`Campaigns`})}),$=e=>e?g(R,e).countries.flatMap(({country:e})=>e??[]):[];function we({trackingId:e,name:t,sentAt:n,progress:r,choose:i}){let{total:a,states:o,countries:s,cost:c,lastUpdateAt:l}=g(R,r),u=P(o),d=l&&Date.parse(l)<=Date.now()?l:null;return(0,G.jsxs)(G.Fragment,{children:[(0,G.jsxs)(z,{title:`Delivery`,note:d&&`last change ${S(d)}`,children:[(0,G.jsx)(M,{progress:r,name:t}),(0,G.jsx)(L,{counts:u}),(0,G.jsx)(ue,{total:a,counts:u}),c!=null&&(0,G.jsxs)(`p`,{className:`note`,children:[`Cost so far: `,(0,G.jsx)(`b`,{children:b(c)})]})]}),(0,G.jsx)(z,{title:`States over time`,children:(0,G.jsx)(he,{trackingId:e,sentAt:n,progress:r})}),(0,G.jsx)(z,{title:`By country`,children:(0,G.jsx)(le,{countries:s,choose:i})})]})}var Te=n(`
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
`);function Ee({trackingId:e}){let{sends:t}=l(),[n,{loading:r,error:i}]=U(Te,{variables:{trackingId:e},onCompleted:()=>document.querySelector(`main h1`)?.focus()}),[o]=a(i);return t?(0,G.jsxs)(`div`,{className:`actions`,children:[(0,G.jsx)(`button`,{type:`button`,className:`danger`,"aria-disabled":r,onClick:()=>!r&&confirm(`Cancel this campaign? It will not be sent.`)&&void n(),children:r?`Cancelling…`:`Cancel campaign`}),o&&(0,G.jsx)(c,{problem:o})]}):null}export{Ce as CampaignScreen};
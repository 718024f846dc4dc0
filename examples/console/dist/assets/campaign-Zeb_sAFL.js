const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["./area-chart-8bBcvm0v.js","./jsx-runtime-DFPEc5xb.js","./index-DVR96Sfg.js","./use-live-DCDYu_Vt.js","./index-DJKYLjS1.css"])))=>i.map(i=>d[i]);
import{I as e,M as t,_ as n,c as r,dt as i,ft as a,g as o,h as s,i as c,l,m as u,n as d,o as f,p,s as m,t as h,u as g,v as _}from"./use-live-DCDYu_Vt.js";import{_ as v,c as y,d as b,h as x,i as S,l as C,m as w,n as T,o as E,r as D,s as O,t as k,u as A}from"./jsx-runtime-DFPEc5xb.js";import{a as j,c as M,d as N,f as P,g as ee,i as te,l as F,n as I,o as L,p as ne,r as re,s as R,t as ie,u as ae}from"./index-DVR96Sfg.js";import{n as oe,t as z}from"./card-CY1nQSVA.js";import{t as se}from"./phone-bmjl6Alp.js";import{n as ce}from"./message-panel-y2CZeOO1.js";import{r as B}from"./timeline-BCbILWxD.js";var V=v(x(),1),H=e?V.useLayoutEffect:V.useEffect,U=function(e,n){let r=a(n?.client),[o,s]=V.useState(()=>W(r)),c=V.useRef({result:o,mutationId:0,isMounted:!0,client:r,mutation:e,options:n});H(()=>{Object.assign(c.current,{client:r,options:n,mutation:e})});let l=V.useCallback((e={})=>{let{options:n,mutation:r}=c.current,a={...n,mutation:r},o=e.client||c.current.client,l=typeof e.context==`function`?e.context(n?.context):e.context;!c.current.result.loading&&c.current.isMounted&&s(c.current.result={loading:!0,error:void 0,data:void 0,called:!0,client:o});let u=++c.current.mutationId,d=t(a,{...e,context:l});return ee(o.mutate(d).then(t=>{let{data:n,error:r}=t,a=e.onError||c.current.options?.onError;if(r&&a&&a(r,d),u===c.current.mutationId){let e={called:!0,loading:!1,data:n,error:r,client:o};c.current.isMounted&&!i(c.current.result,e)&&s(c.current.result=e)}let l=e.onCompleted||c.current.options?.onCompleted;return r||l?.(t.data,d),t},t=>{if(u===c.current.mutationId&&c.current.isMounted){let e={loading:!1,error:t,data:void 0,called:!0,client:o};i(c.current.result,e)||s(c.current.result=e)}let n=e.onError||c.current.options?.onError;throw n&&n(t,d),t}))},[]),u=V.useCallback(()=>{if(c.current.isMounted){let e=W(c.current.client);Object.assign(c.current,{mutationId:0,result:e}),s(e)}},[]);return V.useEffect(()=>{let e=c.current;return e.isMounted=!0,()=>{e.isMounted=!1}},[]),[l,{reset:u,...o}]};function W(e){return{data:void 0,error:void 0,called:!1,loading:!1,client:e}}var G=k(),le=({countries:e,choose:t})=>(0,G.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of countries`,children:(0,G.jsxs)(`table`,{children:[(0,G.jsx)(`thead`,{children:(0,G.jsxs)(`tr`,{children:[(0,G.jsx)(`th`,{scope:`col`,children:`Country`}),(0,G.jsx)(`th`,{scope:`col`,className:`number`,children:`Messages`}),(0,G.jsx)(`th`,{scope:`col`,className:`wide`,children:`States`}),(0,G.jsx)(`th`,{scope:`col`,className:`number`,children:`Delivered`}),(0,G.jsx)(`th`,{scope:`col`,className:`number`,children:`Not delivered`}),(0,G.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,G.jsx)(`tbody`,{children:[...e].sort((e,t)=>t.total-e.total).map(({country:e,total:n,cost:r,states:i})=>{let a=P(i);return(0,G.jsxs)(`tr`,{children:[(0,G.jsx)(`th`,{scope:`row`,children:e?(0,G.jsx)(`button`,{type:`button`,className:`link`,onClick:()=>t(e),children:D(e)}):`Not known`}),(0,G.jsx)(`td`,{className:`number`,children:O(n)}),(0,G.jsx)(`td`,{className:`wide`,children:(0,G.jsx)(j,{counts:a,total:n})}),(0,G.jsx)(`td`,{className:`number`,children:C(a.delivered+a.seen,n)}),(0,G.jsx)(`td`,{className:`number`,children:C(a.failed,n)}),(0,G.jsx)(`td`,{className:`number`,children:r==null?`–`:b(r)})]},e??``)})})]})}),ue=({total:e,counts:t})=>(0,G.jsxs)(`table`,{className:`funnel`,children:[(0,G.jsx)(`caption`,{className:`unseen`,children:`How many messages came how far`}),(0,G.jsx)(`thead`,{className:`unseen`,children:(0,G.jsxs)(`tr`,{children:[(0,G.jsx)(`th`,{scope:`col`,children:`Step`}),(0,G.jsx)(`th`,{scope:`col`,children:`Messages`}),(0,G.jsx)(`th`,{scope:`col`,children:`Share`})]})}),(0,G.jsx)(`tbody`,{children:ne(e,t).map(({name:t,count:n},r)=>(0,G.jsxs)(`tr`,{children:[(0,G.jsx)(`th`,{scope:`row`,children:t}),(0,G.jsxs)(`td`,{className:`track`,children:[(0,G.jsx)(`span`,{className:`step-${r}`,style:{width:`${e===0?0:100*n/e}%`},"aria-hidden":`true`}),(0,G.jsx)(`b`,{children:O(n)})]}),(0,G.jsx)(`td`,{children:C(n,e)})]},t))})]}),de=o(`
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
`),K={points:[],isCut:!1},fe=10,q=1e3;async function pe(e,t,n,r){let i=new Map,a=new Map,o=new Map([[`QUEUED`,n]]),s=(e,t)=>void o.set(e,(o.get(e)??0)+t),c=e=>{let t=[...o].map(([e,t])=>({state:e,count:t}));a.set(Math.floor(Date.parse(e)/1e3),P(t))};c(r);let l=null,u=!0;for(let r=0;u&&r<fe;r+=1){let r={trackingId:t,after:l},{data:a}=await e.query({query:de,variables:r,fetchPolicy:`no-cache`});if(!a?.deliveryEvents)return K;let{nodes:o,pageInfo:d}=a.deliveryEvents;for(let{receivedAt:e,status:t,subject:r}of o){let a=r&&`trackingId`in r?r.trackingId:null;t&&a!==null&&(i.has(a)||i.size!==n)&&(s(i.get(a)??`QUEUED`,-1),s(t.state,1),i.set(a,t.state),c(e))}u=d.hasNextPage,l=d.endCursor??null}return a.size<2?K:{points:[...a].map(([e,t])=>({at:e*1e3,counts:t})),isCut:u}}function me(){let e=g(),[t,n]=(0,V.useState)(null);return(0,V.useEffect)(()=>{let e=!0;return t===null&&ie(()=>import(`./area-chart-8bBcvm0v.js`).then(t=>e&&n({Chart:t.default}),()=>void 0),__vite__mapDeps([0,1,2,3,4]),import.meta.url),()=>void(e=!1)},[t,e]),t&&t.Chart}function he({trackingId:e,sentAt:t,progress:r}){let i=a(),o=me(),{states:s,total:c}=n(R,r),[l,u]=(0,V.useState)(K),[d,f]=(0,V.useState)([]),p=JSON.stringify(P(s)),m=c-(s.find(({state:e})=>e===`QUEUED`)?.count??0),[h]=(0,V.useState)(m>q);(0,V.useEffect)(()=>{let n=!0;return t!==null&&c>0&&!h&&pe(i,e,c,t).then(e=>n&&u(e),()=>void 0),()=>void(n=!1)},[i,e,t,c,h]),(0,V.useEffect)(()=>{f(e=>[...e,{at:Date.now(),counts:JSON.parse(p)}])},[p]);let g=(0,V.useMemo)(()=>{let e=l.points.at(-1)?.at??0,t=d.at(-1);if(!t)return l.points;let n={...t,at:Math.max(t.at,e)};return[...[...l.points,...d.slice(0,-1).filter(({at:t})=>t>e)].filter(({at:e})=>e<n.at),n]},[l,d]),_=O(q),v=l.points.at(-1)?.at??0,y=d.find(({at:e})=>e>v);return(0,G.jsxs)(G.Fragment,{children:[h&&d[0]&&(0,G.jsxs)(`p`,{className:`note`,children:[`From `,A(d[0].at),`, when this page was opened: more than `,_,` changes came before it.`]}),l.isCut&&y&&(0,G.jsxs)(`p`,{className:`note`,children:[`What changed between `,A(v),` and `,A(y.at),` is not shown: only the first `,_,` `,`changes are read.`]}),g.length<2?(0,G.jsx)(`p`,{className:`note`,children:`No state has changed since this page was opened.`}):(0,G.jsxs)(G.Fragment,{children:[o?(0,G.jsx)(o,{points:g}):(0,G.jsx)(`div`,{className:`chart`}),(0,G.jsx)(ge,{points:g})]})]})}var J=40,ge=({points:e})=>(0,G.jsxs)(`details`,{children:[(0,G.jsx)(`summary`,{children:`As a table`}),(0,G.jsxs)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of states over time`,children:[e.length>J&&(0,G.jsxs)(`p`,{className:`note`,children:[`The last `,O(J),` of `,O(e.length),` times.`]}),(0,G.jsxs)(`table`,{children:[(0,G.jsx)(`thead`,{children:(0,G.jsxs)(`tr`,{children:[(0,G.jsx)(`th`,{scope:`col`,children:`Time`}),F.map(e=>(0,G.jsx)(`th`,{scope:`col`,className:`number`,children:ae[e]},e))]})}),(0,G.jsx)(`tbody`,{children:e.slice(-40).map(({at:e,counts:t})=>(0,G.jsxs)(`tr`,{children:[(0,G.jsx)(`th`,{scope:`row`,children:A(e)}),F.map(e=>(0,G.jsx)(`td`,{className:`number`,children:O(t[e])},e))]},e))})]})]})]}),_e=o(`
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
`),ve=o(`
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
`),Y=25;function ye({trackingId:e,search:t,countries:r,choose:i}){let a=t.get(`state`),o=t.get(`country`),u=t.get(`message`),[{filterOf:d,place:p},h]=(0,V.useState)({filterOf:``,place:{first:Y}}),g=`${a??``} ${o??``}`,v=d===g?p:{first:Y},y=a||o?{...a?{states:[a]}:{},...o?{countries:[o]}:{}}:null,{data:b,previousData:x,error:S,loading:C,refetch:T}=_(_e,{variables:{trackingId:e,filter:y,...v}}),E=(b??x)?.campaign?.messages,[k]=s(S),A=e=>{C||h({filterOf:g,place:e})},j=E?n(ve,E.nodes):[],M=a?j.filter(e=>e.status.state!==a).length:0;return(0,G.jsxs)(z,{title:`Messages`,note:E&&`${O(E.totalCount)}${y?` match`:``}`,className:`messages`,children:[(0,G.jsxs)(`form`,{className:`filters`,onSubmit:e=>e.preventDefault(),children:[(0,G.jsxs)(`label`,{children:[`State`,(0,G.jsxs)(`select`,{value:a??``,onChange:e=>i({state:e.target.value,country:o}),children:[(0,G.jsx)(`option`,{value:``,children:`All`}),N.map(e=>(0,G.jsx)(`option`,{value:e,children:w(e)},e))]})]}),(0,G.jsxs)(`label`,{children:[`Country`,(0,G.jsxs)(`select`,{value:o??``,onChange:e=>i({state:a,country:e.target.value}),children:[(0,G.jsx)(`option`,{value:``,children:`All`}),[...new Set([...r,...o?[o]:[]])].map(e=>(0,G.jsx)(`option`,{value:e,children:D(e)},e))]})]}),M>0&&(0,G.jsxs)(`button`,{type:`button`,className:`link`,onClick:()=>void T(),children:[O(M),` moved on since this page was read: read it again`]})]}),k&&(0,G.jsx)(l,{problem:k,retry:()=>void T()}),!E&&C&&(0,G.jsx)(m,{lines:8}),E&&j.length===0&&(0,G.jsx)(f,{title:y?`No message matches`:`No messages yet`,children:y?`Choose another state or country.`:`Routee shows the messages of a new campaign after a moment.`}),E&&j.length>0&&(0,G.jsxs)(G.Fragment,{children:[(0,G.jsxs)(`div`,{className:`split`,children:[(0,G.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of messages`,children:(0,G.jsx)(be,{rows:j,chosen:u,linkOf:t=>c([`campaigns`,e],{state:a,country:o,message:t})})}),u&&(0,G.jsx)(ce,{trackingId:u,close:()=>i({state:a,country:o})},u)]}),(0,G.jsxs)(`div`,{className:`pager`,"aria-busy":C,children:[(0,G.jsx)(X,{name:`First`,may:E.pageInfo.hasPreviousPage,turn:()=>A({first:Y})}),(0,G.jsx)(X,{name:`Previous`,may:E.pageInfo.hasPreviousPage,turn:()=>A({last:Y,before:E.pageInfo.startCursor})}),(0,G.jsx)(X,{name:`Next`,may:E.pageInfo.hasNextPage,turn:()=>A({first:Y,after:E.pageInfo.endCursor})}),(0,G.jsx)(X,{name:`Last`,may:E.pageInfo.hasNextPage,turn:()=>A({last:Y})})]})]})]})}var X=({name:e,may:t,turn:n})=>(0,G.jsx)(`button`,{type:`button`,"aria-disabled":!t,onClick:()=>t&&n(),children:e}),be=({rows:e,chosen:t,linkOf:n})=>(0,G.jsxs)(`table`,{className:`hover`,children:[(0,G.jsx)(`thead`,{children:(0,G.jsxs)(`tr`,{children:[(0,G.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,G.jsx)(`th`,{scope:`col`,children:`Country`}),(0,G.jsx)(`th`,{scope:`col`,children:`State`}),(0,G.jsx)(`th`,{scope:`col`,className:`reason`,children:`Reason`}),(0,G.jsx)(`th`,{scope:`col`,className:`number`,children:`Since`}),(0,G.jsx)(`th`,{scope:`col`,className:`number`,children:`Price`})]})}),(0,G.jsx)(`tbody`,{children:e.map(({trackingId:e,to:r,country:i,price:a,status:o})=>(0,G.jsxs)(`tr`,{"aria-current":e===t?`true`:void 0,children:[(0,G.jsx)(`th`,{scope:`row`,children:(0,G.jsx)(`a`,{href:n(e),children:r??e})}),(0,G.jsx)(`td`,{children:i?D(i):``}),(0,G.jsx)(`td`,{children:(0,G.jsx)(B,{state:o.state},o.state)}),(0,G.jsx)(`td`,{className:`note reason`,children:o.detailedStatus}),(0,G.jsx)(`td`,{className:`number`,children:o.updatedAt&&(0,G.jsx)(`time`,{dateTime:o.updatedAt,title:S(o.updatedAt),children:E(o.updatedAt)})}),(0,G.jsx)(`td`,{className:`number`,children:a==null?``:T(a)})]},e))})]}),xe=o(`
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
`),Z=o(`
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
`),Se=o(`
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
`);function Ce({trackingId:e,search:t}){let{data:i,error:a,loading:o,refetch:f}=_(xe,{variables:{trackingId:e}}),p=i?.campaign,g=h(Se,{trackingId:e}),[v]=s(a);if(I((p&&n(Z,p).name)??`Campaign`),!p)return(0,G.jsxs)(G.Fragment,{children:[(0,G.jsx)(Q,{}),(0,G.jsx)(`header`,{className:`head`,children:(0,G.jsx)(`div`,{children:(0,G.jsx)(`h1`,{tabIndex:-1,children:`Campaign`})})}),v?(0,G.jsx)(l,{problem:v,retry:()=>void f()}):o&&(0,G.jsx)(m,{lines:10})]});let x=n(Z,p),C=p.progress??null,w=t=>d(c([`campaigns`,e],t)),T=u(a,`campaign.progress`);return(0,G.jsxs)(G.Fragment,{children:[(0,G.jsx)(Q,{}),(0,G.jsxs)(`header`,{className:`head`,children:[(0,G.jsxs)(`div`,{children:[(0,G.jsx)(`h1`,{tabIndex:-1,dir:`auto`,children:x.name??`Campaign`}),(0,G.jsxs)(`p`,{className:`note`,children:[(0,G.jsx)(re,{campaign:x,progress:C}),` `,(0,G.jsx)(`code`,{children:e})]})]}),te(x)&&(0,G.jsx)(Ee,{trackingId:e})]}),g.problem&&g.state===`refused`&&(0,G.jsx)(r,{title:`This page does not move`,kind:`warning`,children:(0,G.jsx)(`p`,{children:g.problem.message})}),(0,G.jsxs)(`div`,{className:`columns`,children:[(0,G.jsx)(`div`,{className:`main`,children:C?(0,G.jsx)(we,{trackingId:e,name:x.name??`Campaign`,sentAt:x.createdAt??null,progress:C,choose:e=>w({country:e})}):(0,G.jsx)(z,{title:`Delivery`,children:T?(0,G.jsx)(l,{problem:T,retry:()=>void f()}):(0,G.jsx)(m,{})})}),(0,G.jsxs)(`aside`,{className:`side`,children:[x.content&&(0,G.jsx)(z,{title:`Content`,children:(0,G.jsx)(se,{content:x.content,sender:x.sender?.name??null})}),(0,G.jsx)(z,{title:`Details`,children:(0,G.jsx)(oe,{facts:[[`Sender`,x.sender?.name],[`Sent`,x.createdAt&&S(x.createdAt)],[`Scheduled for`,x.scheduledAt&&S(x.scheduledAt)],[`Cancelled`,x.cancelledAt&&S(x.cancelledAt)],[`Messages`,x.totalMessages!=null&&O(x.totalMessages)],[`Groups`,x.groups?.join(`, `)],[`Cost at the send`,x.cost!=null&&b(x.cost)],[`Time to live`,x.ttlSeconds!=null&&y(x.ttlSeconds)],[`Label`,x.label],[`Application`,x.applicationName]]})})]})]}),(0,G.jsx)(ye,{trackingId:e,search:t,choose:w,countries:$(C)})]})}var Q=()=>(0,G.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,G.jsx)(`a`,{href:c([`campaigns`]),children:`Campaigns`})}),$=e=>e?n(R,e).countries.flatMap(({country:e})=>e??[]):[];function we({trackingId:e,name:t,sentAt:r,progress:i,choose:a}){let{total:o,states:s,countries:c,cost:l,lastUpdateAt:u}=n(R,i),d=P(s),f=u&&Date.parse(u)<=Date.now()?u:null;return(0,G.jsxs)(G.Fragment,{children:[(0,G.jsxs)(z,{title:`Delivery`,note:f&&`last change ${S(f)}`,children:[(0,G.jsx)(M,{progress:i,name:t}),(0,G.jsx)(L,{counts:d}),(0,G.jsx)(ue,{total:o,counts:d}),l!=null&&(0,G.jsxs)(`p`,{className:`note`,children:[`Cost so far: `,(0,G.jsx)(`b`,{children:b(l)})]})]}),(0,G.jsx)(z,{title:`States over time`,children:(0,G.jsx)(he,{trackingId:e,sentAt:r,progress:i})}),(0,G.jsx)(z,{title:`By country`,children:(0,G.jsx)(le,{countries:c,choose:a})})]})}var Te=o(`
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
`);function Ee({trackingId:e}){let{sends:t}=p(),[n,{loading:r,error:i}]=U(Te,{variables:{trackingId:e},onCompleted:()=>document.querySelector(`main h1`)?.focus()}),[a]=s(i);return t?(0,G.jsxs)(`div`,{className:`actions`,children:[(0,G.jsx)(`button`,{type:`button`,className:`danger`,"aria-disabled":r,onClick:()=>!r&&confirm(`Cancel this campaign? It will not be sent.`)&&void n(),children:r?`Cancelling…`:`Cancel campaign`}),a&&(0,G.jsx)(l,{problem:a})]}):null}export{Ce as CampaignScreen};
const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["./area-chart-DtTqZxel.js","./jsx-runtime-DLHC9JVy.js","./states-Cy2Y3kU3.js","./area-chart-CnsZ1jie.css"])))=>i.map(i=>d[i]);
import{t as e}from"./useMutation-D6IcdIl8.js";import{a as t,at as n,c as r,d as i,i as a,l as o,n as s,o as c,s as l,t as u,u as d}from"./route-DQAxVv5O.js";import{a as f,c as p,d as m,i as h,n as g,o as _,p as v,r as y,s as b,t as x,u as S}from"./jsx-runtime-DLHC9JVy.js";import{a as C,i as w,l as T,n as E,o as D,r as O,s as k,t as A}from"./index-Dccttl21.js";import{r as j,t as M}from"./use-live-mFiXw5Pr.js";import{n as N,t as P}from"./card-31QXRVlO.js";import{a as ee,i as F,n as I,r as L,t as R}from"./states-Cy2Y3kU3.js";import{t as te}from"./phone-9KtkkGBH.js";import{n as z}from"./message-panel-JBgX0HgJ.js";import{r as B}from"./timeline-NF7fiL_6.js";var V=x(),H=({countries:e,choose:t})=>(0,V.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of countries`,children:(0,V.jsxs)(`table`,{children:[(0,V.jsx)(`thead`,{children:(0,V.jsxs)(`tr`,{children:[(0,V.jsx)(`th`,{scope:`col`,children:`Country`}),(0,V.jsx)(`th`,{scope:`col`,className:`number`,children:`Messages`}),(0,V.jsx)(`th`,{scope:`col`,className:`wide`,children:`States`}),(0,V.jsx)(`th`,{scope:`col`,className:`number`,children:`Delivered`}),(0,V.jsx)(`th`,{scope:`col`,className:`number`,children:`Not delivered`}),(0,V.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,V.jsx)(`tbody`,{children:[...e].sort((e,t)=>t.total-e.total).map(({country:e,total:n,cost:r,states:i})=>{let a=F(i);return(0,V.jsxs)(`tr`,{children:[(0,V.jsx)(`th`,{scope:`row`,children:e?(0,V.jsx)(`button`,{type:`button`,className:`link`,onClick:()=>t(e),children:y(e)}):`Not known`}),(0,V.jsx)(`td`,{className:`number`,children:f(n)}),(0,V.jsx)(`td`,{className:`wide`,children:(0,V.jsx)(w,{counts:a,total:n})}),(0,V.jsx)(`td`,{className:`number`,children:_(a.delivered+a.seen,n)}),(0,V.jsx)(`td`,{className:`number`,children:_(a.failed,n)}),(0,V.jsx)(`td`,{className:`number`,children:r==null?`–`:p(r)})]},e??``)})})]})}),U=({total:e,counts:t})=>(0,V.jsxs)(`table`,{className:`funnel`,children:[(0,V.jsx)(`caption`,{className:`unseen`,children:`How many messages came how far`}),(0,V.jsx)(`thead`,{className:`unseen`,children:(0,V.jsxs)(`tr`,{children:[(0,V.jsx)(`th`,{scope:`col`,children:`Step`}),(0,V.jsx)(`th`,{scope:`col`,children:`Messages`}),(0,V.jsx)(`th`,{scope:`col`,children:`Share`})]})}),(0,V.jsx)(`tbody`,{children:ee(e,t).map(({name:t,count:n},r)=>(0,V.jsxs)(`tr`,{children:[(0,V.jsx)(`th`,{scope:`row`,children:t}),(0,V.jsxs)(`td`,{className:`track`,children:[(0,V.jsx)(`span`,{className:`step-${r}`,style:{width:`${e===0?0:100*n/e}%`},"aria-hidden":`true`}),(0,V.jsx)(`b`,{children:f(n)})]}),(0,V.jsx)(`td`,{children:_(n,e)})]},t))})]}),W=v(m(),1),G=(0,W.lazy)(()=>A(()=>import(`./area-chart-DtTqZxel.js`),__vite__mapDeps([0,1,2,3]),import.meta.url)),K=d(`
  query History($trackingId: ID!, $after: String) {
    deliveryEvents(filter: { campaignTrackingId: $trackingId, kinds: [VIBER_MESSAGE] }, first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        receivedAt
        previousState
        status {
          state
        }
      }
    }
  }
`),q=10;async function J(e,t,n,r){let i=new Map([[`QUEUED`,n]]),a=new Map,o=(e,t)=>void i.set(e,(i.get(e)??0)+t),s=e=>{let t=[...i].map(([e,t])=>({state:e,count:t}));a.set(Math.floor(Date.parse(e)/1e3),F(t))};s(r);let c=null;for(let n=0;n<q;n+=1){let n={trackingId:t,after:c},{data:r}=await e.query({query:K,variables:n,fetchPolicy:`no-cache`});if(!r?.deliveryEvents)return[];let{nodes:i,pageInfo:l}=r.deliveryEvents;for(let{receivedAt:e,previousState:t,status:n}of i)n&&(o(t??`QUEUED`,-1),o(n.state,1),s(e));if(!l.hasNextPage&&a.size<2)return[];if(!l.hasNextPage)return[...a].map(([e,t])=>({at:e*1e3,counts:t}));c=l.endCursor??null}return[]}function Y({trackingId:e,sentAt:t,progress:r}){let i=n(),{states:a,total:o}=j(D,r),[s,c]=(0,W.useState)([]),[l,u]=(0,W.useState)([]),d=JSON.stringify(F(a));(0,W.useEffect)(()=>{let n=!0;return t!==null&&o>0&&J(i,e,o,t).then(e=>n&&c(e),()=>void 0),()=>void(n=!1)},[i,e,t,o]),(0,W.useEffect)(()=>{u(e=>[...e,{at:Date.now(),counts:JSON.parse(d)}])},[d]);let f=(0,W.useMemo)(()=>{let e=s.at(-1)?.at??0;return[...s,...l.filter(({at:t})=>t>e)]},[s,l]);return f.length<2?(0,V.jsx)(`p`,{className:`note`,children:`No state has changed since this page was opened.`}):(0,V.jsxs)(V.Fragment,{children:[(0,V.jsx)(W.Suspense,{fallback:(0,V.jsx)(`div`,{className:`chart`}),children:(0,V.jsx)(G,{points:f})}),(0,V.jsx)(X,{points:f})]})}var X=({points:e})=>(0,V.jsxs)(`details`,{children:[(0,V.jsx)(`summary`,{children:`As a table`}),(0,V.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of states over time`,children:(0,V.jsxs)(`table`,{children:[(0,V.jsx)(`thead`,{children:(0,V.jsxs)(`tr`,{children:[(0,V.jsx)(`th`,{scope:`col`,children:`Time`}),R.map(e=>(0,V.jsx)(`th`,{scope:`col`,className:`number`,children:I[e]},e))]})}),(0,V.jsx)(`tbody`,{children:e.slice(-40).map(({at:e,counts:t})=>(0,V.jsxs)(`tr`,{children:[(0,V.jsx)(`th`,{scope:`row`,children:b(e)}),R.map(e=>(0,V.jsx)(`td`,{className:`number`,children:f(t[e])},e))]},e))})]})})]}),Z=d(`
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
`),ne=d(`
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
`),Q=25;function re({trackingId:e,search:n,countries:r,choose:c}){let u=n.get(`state`),d=n.get(`country`),p=n.get(`message`),[{filterOf:m,place:h},g]=(0,W.useState)({filterOf:``,place:{first:Q}}),_=`${u??``} ${d??``}`,v=m===_?h:{first:Q},b=u||d?{...u?{states:[u]}:{},...d?{countries:[d]}:{}}:null,{data:x,previousData:C,error:w,loading:T,refetch:E}=i(Z,{variables:{trackingId:e,filter:b,...v}}),D=(x??C)?.campaign?.messages,[O]=o(w),k=e=>g({filterOf:_,place:e}),A=D?j(ne,D.nodes):[],M=u?A.filter(e=>e.status.state!==u).length:0;return(0,V.jsxs)(P,{title:`Messages`,note:D&&`${f(D.totalCount)}${b?` match`:``}`,className:`messages`,children:[(0,V.jsxs)(`form`,{className:`filters`,onSubmit:e=>e.preventDefault(),children:[(0,V.jsxs)(`label`,{children:[`State`,(0,V.jsxs)(`select`,{value:u??``,onChange:e=>c({state:e.target.value,country:d}),children:[(0,V.jsx)(`option`,{value:``,children:`All`}),L.map(e=>(0,V.jsx)(`option`,{value:e,children:S(e)},e))]})]}),(0,V.jsxs)(`label`,{children:[`Country`,(0,V.jsxs)(`select`,{value:d??``,onChange:e=>c({state:u,country:e.target.value}),children:[(0,V.jsx)(`option`,{value:``,children:`All`}),[...new Set([...r,...d?[d]:[]])].map(e=>(0,V.jsx)(`option`,{value:e,children:y(e)},e))]})]}),M>0&&(0,V.jsxs)(`button`,{type:`button`,className:`link`,onClick:()=>void E(),children:[f(M),` moved on since this page was read: read it again`]})]}),O&&(0,V.jsx)(l,{problem:O,retry:()=>void E()}),!D&&T&&(0,V.jsx)(t,{lines:8}),D&&A.length===0&&(0,V.jsx)(a,{title:b?`No message matches`:`No messages yet`,children:b?`Choose another state or country.`:`Routee shows the messages of a new campaign after a moment.`}),D&&A.length>0&&(0,V.jsxs)(V.Fragment,{children:[(0,V.jsxs)(`div`,{className:`split`,children:[(0,V.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of messages`,children:(0,V.jsx)(ie,{rows:A,chosen:p,linkOf:t=>s([`campaigns`,e],{state:u,country:d,message:t})})}),p&&(0,V.jsx)(z,{trackingId:p,close:()=>c({state:u,country:d})},p)]}),(0,V.jsxs)(`div`,{className:`pager`,"aria-busy":T,children:[(0,V.jsx)(`button`,{type:`button`,disabled:T||!D.pageInfo.hasPreviousPage,onClick:()=>k({first:Q}),children:`First`}),(0,V.jsx)(`button`,{type:`button`,disabled:T||!D.pageInfo.hasPreviousPage,onClick:()=>k({last:Q,before:D.pageInfo.startCursor}),children:`Previous`}),(0,V.jsx)(`button`,{type:`button`,disabled:T||!D.pageInfo.hasNextPage,onClick:()=>k({first:Q,after:D.pageInfo.endCursor}),children:`Next`}),(0,V.jsx)(`button`,{type:`button`,disabled:T||!D.pageInfo.hasNextPage,onClick:()=>k({last:Q}),children:`Last`})]})]})]})}var ie=({rows:e,chosen:t,linkOf:n})=>(0,V.jsxs)(`table`,{className:`hover`,children:[(0,V.jsx)(`thead`,{children:(0,V.jsxs)(`tr`,{children:[(0,V.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,V.jsx)(`th`,{scope:`col`,children:`Country`}),(0,V.jsx)(`th`,{scope:`col`,children:`State`}),(0,V.jsx)(`th`,{scope:`col`,children:`Reason`}),(0,V.jsx)(`th`,{scope:`col`,className:`number`,children:`Since`}),(0,V.jsx)(`th`,{scope:`col`,className:`number`,children:`Price`})]})}),(0,V.jsx)(`tbody`,{children:e.map(({trackingId:e,to:r,country:i,price:a,status:o})=>(0,V.jsxs)(`tr`,{"aria-current":e===t?`true`:void 0,children:[(0,V.jsx)(`th`,{scope:`row`,children:(0,V.jsx)(`a`,{href:n(e),children:r??e})}),(0,V.jsx)(`td`,{children:i?y(i):``}),(0,V.jsx)(`td`,{children:(0,V.jsx)(B,{state:o.state},o.state)}),(0,V.jsx)(`td`,{className:`note`,children:o.detailedStatus}),(0,V.jsx)(`td`,{className:`number`,children:o.updatedAt&&(0,V.jsx)(`time`,{dateTime:o.updatedAt,title:h(o.updatedAt),children:b(o.updatedAt)})}),(0,V.jsx)(`td`,{className:`number`,children:a==null?``:g(a)})]},e))})]}),ae=d(`
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
`),oe=d(`
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
`),se=d(`
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
`);function ce({trackingId:e,search:n}){let{data:a,error:d,loading:m,refetch:g}=i(ae,{variables:{trackingId:e}}),_=a?.campaign,v=M(se,{trackingId:e}),[y]=o(d);if(!_)return(0,V.jsxs)(V.Fragment,{children:[(0,V.jsx)($,{}),(0,V.jsx)(`header`,{className:`head`,children:(0,V.jsx)(`div`,{children:(0,V.jsx)(`h1`,{tabIndex:-1,children:`Campaign`})})}),y?(0,V.jsx)(l,{problem:y,retry:()=>void g()}):m&&(0,V.jsx)(t,{lines:10})]});let b=j(oe,_),x=_.progress??null,S=t=>u(s([`campaigns`,e],t)),C=r(d,`campaign.progress`);return(0,V.jsxs)(V.Fragment,{children:[(0,V.jsx)($,{}),(0,V.jsxs)(`header`,{className:`head`,children:[(0,V.jsxs)(`div`,{children:[(0,V.jsx)(`h1`,{tabIndex:-1,children:b.name??`Campaign`}),(0,V.jsxs)(`p`,{className:`note`,children:[(0,V.jsx)(E,{campaign:b,progress:x}),` `,(0,V.jsx)(`code`,{children:e})]})]}),O(b)&&(0,V.jsx)(fe,{trackingId:e})]}),v.problem&&v.state===`refused`&&(0,V.jsx)(c,{title:`This page does not move`,kind:`warning`,children:(0,V.jsx)(`p`,{children:v.problem.message})}),(0,V.jsxs)(`div`,{className:`columns`,children:[(0,V.jsx)(`div`,{className:`main`,children:x?(0,V.jsx)(ue,{trackingId:e,name:b.name??`Campaign`,sentAt:b.createdAt??null,progress:x,choose:e=>S({country:e})}):(0,V.jsx)(P,{title:`Delivery`,children:C?(0,V.jsx)(l,{problem:C,retry:()=>void g()}):(0,V.jsx)(t,{})})}),(0,V.jsxs)(`aside`,{className:`side`,children:[b.content&&(0,V.jsx)(P,{title:`Content`,children:(0,V.jsx)(te,{content:b.content,sender:b.sender?.name??null})}),(0,V.jsx)(P,{title:`Facts`,children:(0,V.jsx)(N,{facts:[[`Sender`,b.sender?.name],[`Sent`,b.createdAt&&h(b.createdAt)],[`Scheduled for`,b.scheduledAt&&h(b.scheduledAt)],[`Cancelled`,b.cancelledAt&&h(b.cancelledAt)],[`Messages`,b.totalMessages!=null&&f(b.totalMessages)],[`Groups`,b.groups?.join(`, `)],[`Cost at the send`,b.cost!=null&&p(b.cost)],[`Time to live`,b.ttlSeconds!=null&&`${f(b.ttlSeconds)} s`],[`Label`,b.label],[`Application`,b.applicationName]]})})]})]}),(0,V.jsx)(re,{trackingId:e,search:n,choose:S,countries:le(x)})]})}var $=()=>(0,V.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,V.jsx)(`a`,{href:s([`campaigns`]),children:`Campaigns`})}),le=e=>e?j(D,e).countries.flatMap(({country:e})=>e??[]):[];function ue({trackingId:e,name:t,sentAt:n,progress:r,choose:i}){let{total:a,states:o,countries:s,cost:c,lastUpdateAt:l}=j(D,r),u=F(o);return(0,V.jsxs)(V.Fragment,{children:[(0,V.jsxs)(P,{title:`Delivery`,note:l&&`last change ${h(l)}`,children:[(0,V.jsx)(k,{progress:r,name:t}),(0,V.jsx)(C,{counts:u}),(0,V.jsx)(U,{total:a,counts:u}),c!=null&&(0,V.jsxs)(`p`,{className:`note`,children:[`Prices told so far: `,(0,V.jsx)(`b`,{children:p(c)})]})]}),(0,V.jsx)(P,{title:`States over time`,children:(0,V.jsx)(Y,{trackingId:e,sentAt:n,progress:r})}),(0,V.jsx)(P,{title:`By country`,children:(0,V.jsx)(H,{countries:s,choose:i})})]})}var de=d(`
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
`);function fe({trackingId:t}){let{sends:n}=T(),[r,{loading:i,error:a}]=e(de,{variables:{trackingId:t}}),[s]=o(a);return n?(0,V.jsxs)(`div`,{className:`actions`,children:[(0,V.jsx)(`button`,{type:`button`,className:`danger`,disabled:i,onClick:()=>confirm(`Cancel this campaign? It will not be sent.`)&&void r(),children:i?`Cancelling…`:`Cancel campaign`}),s&&(0,V.jsx)(l,{problem:s})]}):null}export{ce as CampaignScreen};
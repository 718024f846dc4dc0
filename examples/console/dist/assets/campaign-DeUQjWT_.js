const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["./area-chart-BcPybU0P.js","./jsx-runtime-B3FhO-R9.js","./states-Cy2Y3kU3.js","./area-chart-CnsZ1jie.css"])))=>i.map(i=>d[i]);
import{t as e}from"./useMutation-BLY6mdSv.js";import{a as t,at as n,c as r,d as i,i as a,l as o,n as s,o as c,s as l,t as u,u as d}from"./route-DVyyqXXo.js";import{a as f,c as p,d as m,f as h,i as g,l as _,m as v,n as y,o as b,r as x,s as S,t as C}from"./jsx-runtime-B3FhO-R9.js";import{a as w,i as T,l as E,n as D,o as O,r as k,s as A,t as j}from"./index-bUspd8m_.js";import{r as M,t as ee}from"./use-live-DKOypney.js";import{n as N,t as P}from"./card-CXDNDmge.js";import{a as te,i as F,n as I,r as L,t as R}from"./states-Cy2Y3kU3.js";import{t as z}from"./phone-B-_q6cxd.js";import{n as B}from"./message-panel-23z4PNMQ.js";import{r as V}from"./timeline-BiD3OoD9.js";var H=C(),U=({countries:e,choose:t})=>(0,H.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of countries`,children:(0,H.jsxs)(`table`,{children:[(0,H.jsx)(`thead`,{children:(0,H.jsxs)(`tr`,{children:[(0,H.jsx)(`th`,{scope:`col`,children:`Country`}),(0,H.jsx)(`th`,{scope:`col`,className:`number`,children:`Messages`}),(0,H.jsx)(`th`,{scope:`col`,className:`wide`,children:`States`}),(0,H.jsx)(`th`,{scope:`col`,className:`number`,children:`Delivered`}),(0,H.jsx)(`th`,{scope:`col`,className:`number`,children:`Not delivered`}),(0,H.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,H.jsx)(`tbody`,{children:[...e].sort((e,t)=>t.total-e.total).map(({country:e,total:n,cost:r,states:i})=>{let a=F(i);return(0,H.jsxs)(`tr`,{children:[(0,H.jsx)(`th`,{scope:`row`,children:e?(0,H.jsx)(`button`,{type:`button`,className:`link`,onClick:()=>t(e),children:x(e)}):`Not known`}),(0,H.jsx)(`td`,{className:`number`,children:b(n)}),(0,H.jsx)(`td`,{className:`wide`,children:(0,H.jsx)(T,{counts:a,total:n})}),(0,H.jsx)(`td`,{className:`number`,children:S(a.delivered+a.seen,n)}),(0,H.jsx)(`td`,{className:`number`,children:S(a.failed,n)}),(0,H.jsx)(`td`,{className:`number`,children:r==null?`–`:_(r)})]},e??``)})})]})}),W=({total:e,counts:t})=>(0,H.jsxs)(`table`,{className:`funnel`,children:[(0,H.jsx)(`caption`,{className:`unseen`,children:`How many messages came how far`}),(0,H.jsx)(`thead`,{className:`unseen`,children:(0,H.jsxs)(`tr`,{children:[(0,H.jsx)(`th`,{scope:`col`,children:`Step`}),(0,H.jsx)(`th`,{scope:`col`,children:`Messages`}),(0,H.jsx)(`th`,{scope:`col`,children:`Share`})]})}),(0,H.jsx)(`tbody`,{children:te(e,t).map(({name:t,count:n},r)=>(0,H.jsxs)(`tr`,{children:[(0,H.jsx)(`th`,{scope:`row`,children:t}),(0,H.jsxs)(`td`,{className:`track`,children:[(0,H.jsx)(`span`,{className:`step-${r}`,style:{width:`${e===0?0:100*n/e}%`},"aria-hidden":`true`}),(0,H.jsx)(`b`,{children:b(n)})]}),(0,H.jsx)(`td`,{children:S(n,e)})]},t))})]}),G=v(h(),1),K=(0,G.lazy)(()=>j(()=>import(`./area-chart-BcPybU0P.js`),__vite__mapDeps([0,1,2,3]),import.meta.url)),q=d(`
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
`),J=10;async function Y(e,t,n,r){let i=new Map([[`QUEUED`,n]]),a=new Map,o=(e,t)=>void i.set(e,(i.get(e)??0)+t),s=e=>{let t=[...i].map(([e,t])=>({state:e,count:t}));a.set(Math.floor(Date.parse(e)/1e3),F(t))};s(r);let c=null;for(let n=0;n<J;n+=1){let n={trackingId:t,after:c},{data:r}=await e.query({query:q,variables:n,fetchPolicy:`no-cache`});if(!r?.deliveryEvents)return[];let{nodes:i,pageInfo:l}=r.deliveryEvents;for(let{receivedAt:e,previousState:t,status:n}of i)n&&(o(t??`QUEUED`,-1),o(n.state,1),s(e));if(!l.hasNextPage&&a.size<2)return[];if(!l.hasNextPage)return[...a].map(([e,t])=>({at:e*1e3,counts:t}));c=l.endCursor??null}return[]}function X({trackingId:e,sentAt:t,progress:r}){let i=n(),{states:a,total:o}=M(O,r),[s,c]=(0,G.useState)([]),[l,u]=(0,G.useState)([]),d=JSON.stringify(F(a));(0,G.useEffect)(()=>{let n=!0;return t!==null&&o>0&&Y(i,e,o,t).then(e=>n&&c(e),()=>void 0),()=>void(n=!1)},[i,e,t,o]),(0,G.useEffect)(()=>{u(e=>[...e,{at:Date.now(),counts:JSON.parse(d)}])},[d]);let f=(0,G.useMemo)(()=>{let e=s.at(-1)?.at??0;return[...s,...l.filter(({at:t})=>t>e)]},[s,l]);return f.length<2?(0,H.jsx)(`p`,{className:`note`,children:`No state has changed since this page was opened.`}):(0,H.jsxs)(H.Fragment,{children:[(0,H.jsx)(G.Suspense,{fallback:(0,H.jsx)(`div`,{className:`chart`}),children:(0,H.jsx)(K,{points:f})}),(0,H.jsx)(Z,{points:f})]})}var Z=({points:e})=>(0,H.jsxs)(`details`,{children:[(0,H.jsx)(`summary`,{children:`As a table`}),(0,H.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of states over time`,children:(0,H.jsxs)(`table`,{children:[(0,H.jsx)(`thead`,{children:(0,H.jsxs)(`tr`,{children:[(0,H.jsx)(`th`,{scope:`col`,children:`Time`}),R.map(e=>(0,H.jsx)(`th`,{scope:`col`,className:`number`,children:I[e]},e))]})}),(0,H.jsx)(`tbody`,{children:e.slice(-40).map(({at:e,counts:t})=>(0,H.jsxs)(`tr`,{children:[(0,H.jsx)(`th`,{scope:`row`,children:p(e)}),R.map(e=>(0,H.jsx)(`td`,{className:`number`,children:b(t[e])},e))]},e))})]})})]}),ne=d(`
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
`),re=d(`
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
`),Q=25;function ie({trackingId:e,search:n,countries:r,choose:c}){let u=n.get(`state`),d=n.get(`country`),f=n.get(`message`),[{filterOf:p,place:h},g]=(0,G.useState)({filterOf:``,place:{first:Q}}),_=`${u??``} ${d??``}`,v=p===_?h:{first:Q},y=u||d?{...u?{states:[u]}:{},...d?{countries:[d]}:{}}:null,{data:S,previousData:C,error:w,loading:T,refetch:E}=i(ne,{variables:{trackingId:e,filter:y,...v}}),D=(S??C)?.campaign?.messages,[O]=o(w),k=e=>g({filterOf:_,place:e}),A=D?M(re,D.nodes):[],j=u?A.filter(e=>e.status.state!==u).length:0;return(0,H.jsxs)(P,{title:`Messages`,note:D&&`${b(D.totalCount)}${y?` match`:``}`,className:`messages`,children:[(0,H.jsxs)(`form`,{className:`filters`,onSubmit:e=>e.preventDefault(),children:[(0,H.jsxs)(`label`,{children:[`State`,(0,H.jsxs)(`select`,{value:u??``,onChange:e=>c({state:e.target.value,country:d}),children:[(0,H.jsx)(`option`,{value:``,children:`All`}),L.map(e=>(0,H.jsx)(`option`,{value:e,children:m(e)},e))]})]}),(0,H.jsxs)(`label`,{children:[`Country`,(0,H.jsxs)(`select`,{value:d??``,onChange:e=>c({state:u,country:e.target.value}),children:[(0,H.jsx)(`option`,{value:``,children:`All`}),[...new Set([...r,...d?[d]:[]])].map(e=>(0,H.jsx)(`option`,{value:e,children:x(e)},e))]})]}),j>0&&(0,H.jsxs)(`button`,{type:`button`,className:`link`,onClick:()=>void E(),children:[b(j),` moved on since this page was read: read it again`]})]}),O&&(0,H.jsx)(l,{problem:O,retry:()=>void E()}),!D&&T&&(0,H.jsx)(t,{lines:8}),D&&A.length===0&&(0,H.jsx)(a,{title:y?`No message matches`:`No messages yet`,children:y?`Choose another state or country.`:`Routee shows the messages of a new campaign after a moment.`}),D&&A.length>0&&(0,H.jsxs)(H.Fragment,{children:[(0,H.jsxs)(`div`,{className:`split`,children:[(0,H.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of messages`,children:(0,H.jsx)(ae,{rows:A,chosen:f,linkOf:t=>s([`campaigns`,e],{state:u,country:d,message:t})})}),f&&(0,H.jsx)(B,{trackingId:f,close:()=>c({state:u,country:d})},f)]}),(0,H.jsxs)(`div`,{className:`pager`,"aria-busy":T,children:[(0,H.jsx)(`button`,{type:`button`,disabled:T||!D.pageInfo.hasPreviousPage,onClick:()=>k({first:Q}),children:`First`}),(0,H.jsx)(`button`,{type:`button`,disabled:T||!D.pageInfo.hasPreviousPage,onClick:()=>k({last:Q,before:D.pageInfo.startCursor}),children:`Previous`}),(0,H.jsx)(`button`,{type:`button`,disabled:T||!D.pageInfo.hasNextPage,onClick:()=>k({first:Q,after:D.pageInfo.endCursor}),children:`Next`}),(0,H.jsx)(`button`,{type:`button`,disabled:T||!D.pageInfo.hasNextPage,onClick:()=>k({last:Q}),children:`Last`})]})]})]})}var ae=({rows:e,chosen:t,linkOf:n})=>(0,H.jsxs)(`table`,{className:`hover`,children:[(0,H.jsx)(`thead`,{children:(0,H.jsxs)(`tr`,{children:[(0,H.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,H.jsx)(`th`,{scope:`col`,children:`Country`}),(0,H.jsx)(`th`,{scope:`col`,children:`State`}),(0,H.jsx)(`th`,{scope:`col`,children:`Reason`}),(0,H.jsx)(`th`,{scope:`col`,className:`number`,children:`Since`}),(0,H.jsx)(`th`,{scope:`col`,className:`number`,children:`Price`})]})}),(0,H.jsx)(`tbody`,{children:e.map(({trackingId:e,to:r,country:i,price:a,status:o})=>(0,H.jsxs)(`tr`,{"aria-current":e===t?`true`:void 0,children:[(0,H.jsx)(`th`,{scope:`row`,children:(0,H.jsx)(`a`,{href:n(e),children:r??e})}),(0,H.jsx)(`td`,{children:i?x(i):``}),(0,H.jsx)(`td`,{children:(0,H.jsx)(V,{state:o.state},o.state)}),(0,H.jsx)(`td`,{className:`note`,children:o.detailedStatus}),(0,H.jsx)(`td`,{className:`number`,children:o.updatedAt&&(0,H.jsx)(`time`,{dateTime:o.updatedAt,title:g(o.updatedAt),children:f(o.updatedAt)})}),(0,H.jsx)(`td`,{className:`number`,children:a==null?``:y(a)})]},e))})]}),oe=d(`
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
`),se=d(`
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
`),ce=d(`
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
`);function le({trackingId:e,search:n}){let{data:a,error:d,loading:f,refetch:p}=i(oe,{variables:{trackingId:e}}),m=a?.campaign,h=ee(ce,{trackingId:e}),[v]=o(d);if(!m)return(0,H.jsxs)(H.Fragment,{children:[(0,H.jsx)($,{}),(0,H.jsx)(`header`,{className:`head`,children:(0,H.jsx)(`div`,{children:(0,H.jsx)(`h1`,{tabIndex:-1,children:`Campaign`})})}),v?(0,H.jsx)(l,{problem:v,retry:()=>void p()}):f&&(0,H.jsx)(t,{lines:10})]});let y=M(se,m),x=m.progress??null,S=t=>u(s([`campaigns`,e],t)),C=r(d,`campaign.progress`);return(0,H.jsxs)(H.Fragment,{children:[(0,H.jsx)($,{}),(0,H.jsxs)(`header`,{className:`head`,children:[(0,H.jsxs)(`div`,{children:[(0,H.jsx)(`h1`,{tabIndex:-1,children:y.name??`Campaign`}),(0,H.jsxs)(`p`,{className:`note`,children:[(0,H.jsx)(D,{campaign:y,progress:x}),` `,(0,H.jsx)(`code`,{children:e})]})]}),k(y)&&(0,H.jsx)(pe,{trackingId:e})]}),h.problem&&h.state===`refused`&&(0,H.jsx)(c,{title:`This page does not move`,kind:`warning`,children:(0,H.jsx)(`p`,{children:h.problem.message})}),(0,H.jsxs)(`div`,{className:`columns`,children:[(0,H.jsx)(`div`,{className:`main`,children:x?(0,H.jsx)(de,{trackingId:e,name:y.name??`Campaign`,sentAt:y.createdAt??null,progress:x,choose:e=>S({country:e})}):(0,H.jsx)(P,{title:`Delivery`,children:C?(0,H.jsx)(l,{problem:C,retry:()=>void p()}):(0,H.jsx)(t,{})})}),(0,H.jsxs)(`aside`,{className:`side`,children:[y.content&&(0,H.jsx)(P,{title:`Content`,children:(0,H.jsx)(z,{content:y.content,sender:y.sender?.name??null})}),(0,H.jsx)(P,{title:`Facts`,children:(0,H.jsx)(N,{facts:[[`Sender`,y.sender?.name],[`Sent`,y.createdAt&&g(y.createdAt)],[`Scheduled for`,y.scheduledAt&&g(y.scheduledAt)],[`Cancelled`,y.cancelledAt&&g(y.cancelledAt)],[`Messages`,y.totalMessages!=null&&b(y.totalMessages)],[`Groups`,y.groups?.join(`, `)],[`Cost at the send`,y.cost!=null&&_(y.cost)],[`Time to live`,y.ttlSeconds!=null&&`${b(y.ttlSeconds)} s`],[`Label`,y.label],[`Application`,y.applicationName]]})})]})]}),(0,H.jsx)(ie,{trackingId:e,search:n,choose:S,countries:ue(x)})]})}var $=()=>(0,H.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,H.jsx)(`a`,{href:s([`campaigns`]),children:`Campaigns`})}),ue=e=>e?M(O,e).countries.flatMap(({country:e})=>e??[]):[];function de({trackingId:e,name:t,sentAt:n,progress:r,choose:i}){let{total:a,states:o,countries:s,cost:c,lastUpdateAt:l}=M(O,r),u=F(o);return(0,H.jsxs)(H.Fragment,{children:[(0,H.jsxs)(P,{title:`Delivery`,note:l&&`last change ${g(l)}`,children:[(0,H.jsx)(A,{progress:r,name:t}),(0,H.jsx)(w,{counts:u}),(0,H.jsx)(W,{total:a,counts:u}),c!=null&&(0,H.jsxs)(`p`,{className:`note`,children:[`Prices told so far: `,(0,H.jsx)(`b`,{children:_(c)})]})]}),(0,H.jsx)(P,{title:`States over time`,children:(0,H.jsx)(X,{trackingId:e,sentAt:n,progress:r})}),(0,H.jsx)(P,{title:`By country`,children:(0,H.jsx)(U,{countries:s,choose:i})})]})}var fe=d(`
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
`);function pe({trackingId:t}){let{sends:n}=E(),[r,{loading:i,error:a}]=e(fe,{variables:{trackingId:t}}),[s]=o(a);return n?(0,H.jsxs)(`div`,{className:`actions`,children:[(0,H.jsx)(`button`,{type:`button`,className:`danger`,disabled:i,onClick:()=>confirm(`Cancel this campaign? It will not be sent.`)&&void r(),children:i?`Cancelling…`:`Cancel campaign`}),s&&(0,H.jsx)(l,{problem:s})]}):null}export{le as CampaignScreen};
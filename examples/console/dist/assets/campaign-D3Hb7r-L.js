const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["./area-chart-BcPybU0P.js","./jsx-runtime-B3FhO-R9.js","./states-Cy2Y3kU3.js","./area-chart-CnsZ1jie.css"])))=>i.map(i=>d[i]);
import{t as e}from"./useMutation-Dw_pdyQc.js";import{a as t,at as n,c as r,d as i,i as a,l as o,n as s,o as c,s as l,t as u,u as d}from"./route-DVyyqXXo.js";import{a as f,c as p,d as m,f as h,i as g,l as _,m as v,n as y,o as b,r as x,s as S,t as C}from"./jsx-runtime-B3FhO-R9.js";import{a as w,o as T,t as E}from"./use-live-DEbjG7gL.js";import{n as D,t as O}from"./card-CXDNDmge.js";import{a as k,i as A,n as j,o as M,r as N,s as P,t as F}from"./index-B_laBarL.js";import{a as ee,i as I,n as L,r as R,t as z}from"./states-Cy2Y3kU3.js";import{t as B}from"./phone-8ifJp0EZ.js";import{n as V}from"./message-panel-Bp24NbgR.js";import{r as H}from"./timeline-BrraO9Me.js";var U=C(),W=({countries:e,choose:t})=>(0,U.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of countries`,children:(0,U.jsxs)(`table`,{children:[(0,U.jsx)(`thead`,{children:(0,U.jsxs)(`tr`,{children:[(0,U.jsx)(`th`,{scope:`col`,children:`Country`}),(0,U.jsx)(`th`,{scope:`col`,className:`number`,children:`Messages`}),(0,U.jsx)(`th`,{scope:`col`,className:`wide`,children:`States`}),(0,U.jsx)(`th`,{scope:`col`,className:`number`,children:`Delivered`}),(0,U.jsx)(`th`,{scope:`col`,className:`number`,children:`Not delivered`}),(0,U.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,U.jsx)(`tbody`,{children:[...e].sort((e,t)=>t.total-e.total).map(({country:e,total:n,cost:r,states:i})=>{let a=I(i);return(0,U.jsxs)(`tr`,{children:[(0,U.jsx)(`th`,{scope:`row`,children:e?(0,U.jsx)(`button`,{type:`button`,className:`link`,onClick:()=>t(e),children:x(e)}):`Not known`}),(0,U.jsx)(`td`,{className:`number`,children:b(n)}),(0,U.jsx)(`td`,{className:`wide`,children:(0,U.jsx)(A,{counts:a,total:n})}),(0,U.jsx)(`td`,{className:`number`,children:S(a.delivered+a.seen,n)}),(0,U.jsx)(`td`,{className:`number`,children:S(a.failed,n)}),(0,U.jsx)(`td`,{className:`number`,children:r==null?`–`:_(r)})]},e??``)})})]})}),G=({total:e,counts:t})=>(0,U.jsxs)(`table`,{className:`funnel`,children:[(0,U.jsx)(`caption`,{className:`unseen`,children:`How many messages came how far`}),(0,U.jsx)(`thead`,{className:`unseen`,children:(0,U.jsxs)(`tr`,{children:[(0,U.jsx)(`th`,{scope:`col`,children:`Step`}),(0,U.jsx)(`th`,{scope:`col`,children:`Messages`}),(0,U.jsx)(`th`,{scope:`col`,children:`Share`})]})}),(0,U.jsx)(`tbody`,{children:ee(e,t).map(({name:t,count:n},r)=>(0,U.jsxs)(`tr`,{children:[(0,U.jsx)(`th`,{scope:`row`,children:t}),(0,U.jsxs)(`td`,{className:`track`,children:[(0,U.jsx)(`span`,{className:`step-${r}`,style:{width:`${e===0?0:100*n/e}%`},"aria-hidden":`true`}),(0,U.jsx)(`b`,{children:b(n)})]}),(0,U.jsx)(`td`,{children:S(n,e)})]},t))})]}),K=v(h(),1),q=(0,K.lazy)(()=>F(()=>import(`./area-chart-BcPybU0P.js`),__vite__mapDeps([0,1,2,3]),import.meta.url)),J=d(`
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
`),Y=10;async function X(e,t,n,r){let i=new Map([[`QUEUED`,n]]),a=new Map,o=(e,t)=>void i.set(e,(i.get(e)??0)+t),s=e=>{let t=[...i].map(([e,t])=>({state:e,count:t}));a.set(Math.floor(Date.parse(e)/1e3),I(t))};s(r);let c=null;for(let n=0;n<Y;n+=1){let n={trackingId:t,after:c},{data:r}=await e.query({query:J,variables:n,fetchPolicy:`no-cache`});if(!r?.deliveryEvents)return[];let{nodes:i,pageInfo:l}=r.deliveryEvents;for(let{receivedAt:e,previousState:t,status:n}of i)n&&(o(t??`QUEUED`,-1),o(n.state,1),s(e));if(!l.hasNextPage&&a.size<2)return[];if(!l.hasNextPage)return[...a].map(([e,t])=>({at:e*1e3,counts:t}));c=l.endCursor??null}return[]}function Z({trackingId:e,sentAt:t,progress:r}){let i=n(),{states:a,total:o}=T(M,r),[s,c]=(0,K.useState)([]),[l,u]=(0,K.useState)([]),d=JSON.stringify(I(a));(0,K.useEffect)(()=>{let n=!0;return t!==null&&o>0&&X(i,e,o,t).then(e=>n&&c(e),()=>void 0),()=>void(n=!1)},[i,e,t,o]),(0,K.useEffect)(()=>{u(e=>[...e,{at:Date.now(),counts:JSON.parse(d)}])},[d]);let f=(0,K.useMemo)(()=>{let e=s.at(-1)?.at??0;return[...s,...l.filter(({at:t})=>t>e)]},[s,l]);return f.length<2?(0,U.jsx)(`p`,{className:`note`,children:`No state has changed since this page was opened.`}):(0,U.jsxs)(U.Fragment,{children:[(0,U.jsx)(K.Suspense,{fallback:(0,U.jsx)(`div`,{className:`chart`}),children:(0,U.jsx)(q,{points:f})}),(0,U.jsx)(te,{points:f})]})}var te=({points:e})=>(0,U.jsxs)(`details`,{children:[(0,U.jsx)(`summary`,{children:`As a table`}),(0,U.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of states over time`,children:(0,U.jsxs)(`table`,{children:[(0,U.jsx)(`thead`,{children:(0,U.jsxs)(`tr`,{children:[(0,U.jsx)(`th`,{scope:`col`,children:`Time`}),z.map(e=>(0,U.jsx)(`th`,{scope:`col`,className:`number`,children:L[e]},e))]})}),(0,U.jsx)(`tbody`,{children:e.slice(-40).map(({at:e,counts:t})=>(0,U.jsxs)(`tr`,{children:[(0,U.jsx)(`th`,{scope:`row`,children:p(e)}),z.map(e=>(0,U.jsx)(`td`,{className:`number`,children:b(t[e])},e))]},e))})]})})]}),ne=d(`
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
`),Q=25;function ie({trackingId:e,search:n,countries:r,choose:c}){let u=n.get(`state`),d=n.get(`country`),f=n.get(`message`),[{filterOf:p,place:h},g]=(0,K.useState)({filterOf:``,place:{first:Q}}),_=`${u??``} ${d??``}`,v=p===_?h:{first:Q},y=u||d?{...u?{states:[u]}:{},...d?{countries:[d]}:{}}:null,{data:S,previousData:C,error:w,loading:E,refetch:D}=i(ne,{variables:{trackingId:e,filter:y,...v}}),k=(S??C)?.campaign?.messages,[A]=o(w),j=e=>g({filterOf:_,place:e}),M=k?T(re,k.nodes):[],N=u?M.filter(e=>e.status.state!==u).length:0;return(0,U.jsxs)(O,{title:`Messages`,note:k&&`${b(k.totalCount)}${y?` match`:``}`,className:`messages`,children:[(0,U.jsxs)(`form`,{className:`filters`,onSubmit:e=>e.preventDefault(),children:[(0,U.jsxs)(`label`,{children:[`State`,(0,U.jsxs)(`select`,{value:u??``,onChange:e=>c({state:e.target.value,country:d}),children:[(0,U.jsx)(`option`,{value:``,children:`All`}),R.map(e=>(0,U.jsx)(`option`,{value:e,children:m(e)},e))]})]}),(0,U.jsxs)(`label`,{children:[`Country`,(0,U.jsxs)(`select`,{value:d??``,onChange:e=>c({state:u,country:e.target.value}),children:[(0,U.jsx)(`option`,{value:``,children:`All`}),[...new Set([...r,...d?[d]:[]])].map(e=>(0,U.jsx)(`option`,{value:e,children:x(e)},e))]})]}),N>0&&(0,U.jsxs)(`button`,{type:`button`,className:`link`,onClick:()=>void D(),children:[b(N),` moved on since this page was read: read it again`]})]}),A&&(0,U.jsx)(l,{problem:A,retry:()=>void D()}),!k&&E&&(0,U.jsx)(t,{lines:8}),k&&M.length===0&&(0,U.jsx)(a,{title:y?`No message matches`:`No messages yet`,children:y?`Choose another state or country.`:`Routee shows the messages of a new campaign after a moment.`}),k&&M.length>0&&(0,U.jsxs)(U.Fragment,{children:[(0,U.jsxs)(`div`,{className:`split`,children:[(0,U.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of messages`,children:(0,U.jsx)(ae,{rows:M,chosen:f,linkOf:t=>s([`campaigns`,e],{state:u,country:d,message:t})})}),f&&(0,U.jsx)(V,{trackingId:f,close:()=>c({state:u,country:d})},f)]}),(0,U.jsxs)(`div`,{className:`pager`,"aria-busy":E,children:[(0,U.jsx)(`button`,{type:`button`,disabled:E||!k.pageInfo.hasPreviousPage,onClick:()=>j({first:Q}),children:`First`}),(0,U.jsx)(`button`,{type:`button`,disabled:E||!k.pageInfo.hasPreviousPage,onClick:()=>j({last:Q,before:k.pageInfo.startCursor}),children:`Previous`}),(0,U.jsx)(`button`,{type:`button`,disabled:E||!k.pageInfo.hasNextPage,onClick:()=>j({first:Q,after:k.pageInfo.endCursor}),children:`Next`}),(0,U.jsx)(`button`,{type:`button`,disabled:E||!k.pageInfo.hasNextPage,onClick:()=>j({last:Q}),children:`Last`})]})]})]})}var ae=({rows:e,chosen:t,linkOf:n})=>(0,U.jsxs)(`table`,{className:`hover`,children:[(0,U.jsx)(`thead`,{children:(0,U.jsxs)(`tr`,{children:[(0,U.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,U.jsx)(`th`,{scope:`col`,children:`Country`}),(0,U.jsx)(`th`,{scope:`col`,children:`State`}),(0,U.jsx)(`th`,{scope:`col`,children:`Reason`}),(0,U.jsx)(`th`,{scope:`col`,className:`number`,children:`Since`}),(0,U.jsx)(`th`,{scope:`col`,className:`number`,children:`Price`})]})}),(0,U.jsx)(`tbody`,{children:e.map(({trackingId:e,to:r,country:i,price:a,status:o})=>(0,U.jsxs)(`tr`,{"aria-current":e===t?`true`:void 0,children:[(0,U.jsx)(`th`,{scope:`row`,children:(0,U.jsx)(`a`,{href:n(e),children:r??e})}),(0,U.jsx)(`td`,{children:i?x(i):``}),(0,U.jsx)(`td`,{children:(0,U.jsx)(H,{state:o.state},o.state)}),(0,U.jsx)(`td`,{className:`note`,children:o.detailedStatus}),(0,U.jsx)(`td`,{className:`number`,children:o.updatedAt&&(0,U.jsx)(`time`,{dateTime:o.updatedAt,title:g(o.updatedAt),children:f(o.updatedAt)})}),(0,U.jsx)(`td`,{className:`number`,children:a==null?``:y(a)})]},e))})]}),oe=d(`
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
`);function le({trackingId:e,search:n}){let{data:a,error:d,loading:f,refetch:p}=i(oe,{variables:{trackingId:e}}),m=a?.campaign,h=E(ce,{trackingId:e}),[v]=o(d);if(!m)return(0,U.jsxs)(U.Fragment,{children:[(0,U.jsx)($,{}),(0,U.jsx)(`header`,{className:`head`,children:(0,U.jsx)(`div`,{children:(0,U.jsx)(`h1`,{tabIndex:-1,children:`Campaign`})})}),v?(0,U.jsx)(l,{problem:v,retry:()=>void p()}):f&&(0,U.jsx)(t,{lines:10})]});let y=T(se,m),x=m.progress??null,S=t=>u(s([`campaigns`,e],t)),C=r(d,`campaign.progress`);return(0,U.jsxs)(U.Fragment,{children:[(0,U.jsx)($,{}),(0,U.jsxs)(`header`,{className:`head`,children:[(0,U.jsxs)(`div`,{children:[(0,U.jsx)(`h1`,{tabIndex:-1,children:y.name??`Campaign`}),(0,U.jsxs)(`p`,{className:`note`,children:[(0,U.jsx)(j,{campaign:y,progress:x}),` `,(0,U.jsx)(`code`,{children:e})]})]}),N(y)&&(0,U.jsx)(pe,{trackingId:e})]}),h.problem&&h.state===`refused`&&(0,U.jsx)(c,{title:`This page does not move`,kind:`warning`,children:(0,U.jsx)(`p`,{children:h.problem.message})}),(0,U.jsxs)(`div`,{className:`columns`,children:[(0,U.jsx)(`div`,{className:`main`,children:x?(0,U.jsx)(de,{trackingId:e,name:y.name??`Campaign`,sentAt:y.createdAt??null,progress:x,choose:e=>S({country:e})}):(0,U.jsx)(O,{title:`Delivery`,children:C?(0,U.jsx)(l,{problem:C,retry:()=>void p()}):(0,U.jsx)(t,{})})}),(0,U.jsxs)(`aside`,{className:`side`,children:[y.content&&(0,U.jsx)(O,{title:`Content`,children:(0,U.jsx)(B,{content:y.content,sender:y.sender?.name??null})}),(0,U.jsx)(O,{title:`Facts`,children:(0,U.jsx)(D,{facts:[[`Sender`,y.sender?.name],[`Sent`,y.createdAt&&g(y.createdAt)],[`Scheduled for`,y.scheduledAt&&g(y.scheduledAt)],[`Cancelled`,y.cancelledAt&&g(y.cancelledAt)],[`Messages`,y.totalMessages!=null&&b(y.totalMessages)],[`Groups`,y.groups?.join(`, `)],[`Cost at the send`,y.cost!=null&&_(y.cost)],[`Time to live`,y.ttlSeconds!=null&&`${b(y.ttlSeconds)} s`],[`Label`,y.label],[`Application`,y.applicationName]]})})]})]}),(0,U.jsx)(ie,{trackingId:e,search:n,choose:S,countries:ue(x)})]})}var $=()=>(0,U.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,U.jsx)(`a`,{href:s([`campaigns`]),children:`Campaigns`})}),ue=e=>e?T(M,e).countries.flatMap(({country:e})=>e??[]):[];function de({trackingId:e,name:t,sentAt:n,progress:r,choose:i}){let{total:a,states:o,countries:s,cost:c,lastUpdateAt:l}=T(M,r),u=I(o);return(0,U.jsxs)(U.Fragment,{children:[(0,U.jsxs)(O,{title:`Delivery`,note:l&&`last change ${g(l)}`,children:[(0,U.jsx)(P,{progress:r,name:t}),(0,U.jsx)(k,{counts:u}),(0,U.jsx)(G,{total:a,counts:u}),c!=null&&(0,U.jsxs)(`p`,{className:`note`,children:[`Prices told so far: `,(0,U.jsx)(`b`,{children:_(c)})]})]}),(0,U.jsx)(O,{title:`States over time`,children:(0,U.jsx)(Z,{trackingId:e,sentAt:n,progress:r})}),(0,U.jsx)(O,{title:`By country`,children:(0,U.jsx)(W,{countries:s,choose:i})})]})}var fe=d(`
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
`);function pe({trackingId:t}){let{sends:n}=w(),[r,{loading:i,error:a}]=e(fe,{variables:{trackingId:t}}),[s]=o(a);return n?(0,U.jsxs)(`div`,{className:`actions`,children:[(0,U.jsx)(`button`,{type:`button`,className:`danger`,disabled:i,onClick:()=>confirm(`Cancel this campaign? It will not be sent.`)&&void r(),children:i?`Cancelling…`:`Cancel campaign`}),s&&(0,U.jsx)(l,{problem:s})]}):null}export{le as CampaignScreen};
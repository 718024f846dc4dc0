const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["./area-chart-D7aAUj2t.js","./jsx-runtime-xAx_eUKE.js","./states-Cy2Y3kU3.js"])))=>i.map(i=>d[i]);
import{t as e}from"./useMutation-l2SuTZAq.js";import{_ as t,a as n,c as r,dt as i,f as a,g as o,h as s,l as c,m as l,n as u,o as d,p as f,r as p,s as m,t as h}from"./use-live-B1-SjrZF.js";import{a as g,c as _,f as v,h as y,i as b,l as x,n as S,o as C,p as w,r as T,s as E,t as D,u as O}from"./jsx-runtime-xAx_eUKE.js";import{n as k,t as A}from"./card-ChLCL0N1.js";import{a as j,i as M,n as N,o as P,r as F,s as I,t as ee}from"./index-R-ZhzND5.js";import{a as L,i as R,n as te,r as ne,t as z}from"./states-Cy2Y3kU3.js";import{t as re}from"./phone-CFzIQxgL.js";import{n as B}from"./message-panel-CEiCYISV.js";import{r as V}from"./timeline-B8FLbExk.js";var H=D(),U=({countries:e,choose:t})=>(0,H.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of countries`,children:(0,H.jsxs)(`table`,{children:[(0,H.jsx)(`thead`,{children:(0,H.jsxs)(`tr`,{children:[(0,H.jsx)(`th`,{scope:`col`,children:`Country`}),(0,H.jsx)(`th`,{scope:`col`,className:`number`,children:`Messages`}),(0,H.jsx)(`th`,{scope:`col`,className:`wide`,children:`States`}),(0,H.jsx)(`th`,{scope:`col`,className:`number`,children:`Delivered`}),(0,H.jsx)(`th`,{scope:`col`,className:`number`,children:`Not delivered`}),(0,H.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,H.jsx)(`tbody`,{children:[...e].sort((e,t)=>t.total-e.total).map(({country:e,total:n,cost:r,states:i})=>{let a=R(i);return(0,H.jsxs)(`tr`,{children:[(0,H.jsx)(`th`,{scope:`row`,children:e?(0,H.jsx)(`button`,{type:`button`,className:`link`,onClick:()=>t(e),children:T(e)}):`Not known`}),(0,H.jsx)(`td`,{className:`number`,children:C(n)}),(0,H.jsx)(`td`,{className:`wide`,children:(0,H.jsx)(M,{counts:a,total:n})}),(0,H.jsx)(`td`,{className:`number`,children:_(a.delivered+a.seen,n)}),(0,H.jsx)(`td`,{className:`number`,children:_(a.failed,n)}),(0,H.jsx)(`td`,{className:`number`,children:r==null?`–`:O(r)})]},e??``)})})]})}),W=({total:e,counts:t})=>(0,H.jsxs)(`table`,{className:`funnel`,children:[(0,H.jsx)(`caption`,{className:`unseen`,children:`How many messages came how far`}),(0,H.jsx)(`thead`,{className:`unseen`,children:(0,H.jsxs)(`tr`,{children:[(0,H.jsx)(`th`,{scope:`col`,children:`Step`}),(0,H.jsx)(`th`,{scope:`col`,children:`Messages`}),(0,H.jsx)(`th`,{scope:`col`,children:`Share`})]})}),(0,H.jsx)(`tbody`,{children:L(e,t).map(({name:t,count:n},r)=>(0,H.jsxs)(`tr`,{children:[(0,H.jsx)(`th`,{scope:`row`,children:t}),(0,H.jsxs)(`td`,{className:`track`,children:[(0,H.jsx)(`span`,{className:`step-${r}`,style:{width:`${e===0?0:100*n/e}%`},"aria-hidden":`true`}),(0,H.jsx)(`b`,{children:C(n)})]}),(0,H.jsx)(`td`,{children:_(n,e)})]},t))})]}),G=y(w(),1);function K(){let e=c(),[t,n]=(0,G.useState)(null);return(0,G.useEffect)(()=>{let e=!0;return t===null&&ee(()=>import(`./area-chart-D7aAUj2t.js`).then(t=>e&&n({Chart:t.default}),()=>void 0),__vite__mapDeps([0,1,2]),import.meta.url),()=>void(e=!1)},[t,e]),t&&t.Chart}var q=s(`
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
`),J=10;async function Y(e,t,n,r){let i=new Map([[`QUEUED`,n]]),a=new Map,o=(e,t)=>void i.set(e,(i.get(e)??0)+t),s=e=>{let t=[...i].map(([e,t])=>({state:e,count:t}));a.set(Math.floor(Date.parse(e)/1e3),R(t))};s(r);let c=null;for(let n=0;n<J;n+=1){let n={trackingId:t,after:c},{data:r}=await e.query({query:q,variables:n,fetchPolicy:`no-cache`});if(!r?.deliveryEvents)return[];let{nodes:i,pageInfo:l}=r.deliveryEvents;for(let{receivedAt:e,previousState:t,status:n}of i)n&&(o(t??`QUEUED`,-1),o(n.state,1),s(e));if(!l.hasNextPage&&a.size<2)return[];if(!l.hasNextPage)return[...a].map(([e,t])=>({at:e*1e3,counts:t}));c=l.endCursor??null}return[]}function ie({trackingId:e,sentAt:t,progress:n}){let r=i(),a=K(),{states:s,total:c}=o(P,n),[l,u]=(0,G.useState)([]),[d,f]=(0,G.useState)([]),p=JSON.stringify(R(s));(0,G.useEffect)(()=>{let n=!0;return t!==null&&c>0&&Y(r,e,c,t).then(e=>n&&u(e),()=>void 0),()=>void(n=!1)},[r,e,t,c]),(0,G.useEffect)(()=>{f(e=>[...e,{at:Date.now(),counts:JSON.parse(p)}])},[p]);let m=(0,G.useMemo)(()=>{let e=l.at(-1)?.at??0;return[...l,...d.filter(({at:t})=>t>e)]},[l,d]);return m.length<2?(0,H.jsx)(`p`,{className:`note`,children:`No state has changed since this page was opened.`}):(0,H.jsxs)(H.Fragment,{children:[a?(0,H.jsx)(a,{points:m}):(0,H.jsx)(`div`,{className:`chart`}),(0,H.jsx)(ae,{points:m})]})}var ae=({points:e})=>(0,H.jsxs)(`details`,{children:[(0,H.jsx)(`summary`,{children:`As a table`}),(0,H.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of states over time`,children:(0,H.jsxs)(`table`,{children:[(0,H.jsx)(`thead`,{children:(0,H.jsxs)(`tr`,{children:[(0,H.jsx)(`th`,{scope:`col`,children:`Time`}),z.map(e=>(0,H.jsx)(`th`,{scope:`col`,className:`number`,children:te[e]},e))]})}),(0,H.jsx)(`tbody`,{children:e.slice(-40).map(({at:e,counts:t})=>(0,H.jsxs)(`tr`,{children:[(0,H.jsx)(`th`,{scope:`row`,children:x(e)}),z.map(e=>(0,H.jsx)(`td`,{className:`number`,children:C(t[e])},e))]},e))})]})})]}),oe=s(`
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
`),se=s(`
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
`),X=25;function ce({trackingId:e,search:i,countries:a,choose:s}){let c=i.get(`state`),u=i.get(`country`),f=i.get(`message`),[{filterOf:m,place:h},g]=(0,G.useState)({filterOf:``,place:{first:X}}),_=`${c??``} ${u??``}`,y=m===_?h:{first:X},b=c||u?{...c?{states:[c]}:{},...u?{countries:[u]}:{}}:null,{data:x,previousData:S,error:w,loading:E,refetch:D}=t(oe,{variables:{trackingId:e,filter:b,...y}}),O=(x??S)?.campaign?.messages,[k]=l(w),j=e=>{E||g({filterOf:_,place:e})},M=O?o(se,O.nodes):[],N=c?M.filter(e=>e.status.state!==c).length:0;return(0,H.jsxs)(A,{title:`Messages`,note:O&&`${C(O.totalCount)}${b?` match`:``}`,className:`messages`,children:[(0,H.jsxs)(`form`,{className:`filters`,onSubmit:e=>e.preventDefault(),children:[(0,H.jsxs)(`label`,{children:[`State`,(0,H.jsxs)(`select`,{value:c??``,onChange:e=>s({state:e.target.value,country:u}),children:[(0,H.jsx)(`option`,{value:``,children:`All`}),ne.map(e=>(0,H.jsx)(`option`,{value:e,children:v(e)},e))]})]}),(0,H.jsxs)(`label`,{children:[`Country`,(0,H.jsxs)(`select`,{value:u??``,onChange:e=>s({state:c,country:e.target.value}),children:[(0,H.jsx)(`option`,{value:``,children:`All`}),[...new Set([...a,...u?[u]:[]])].map(e=>(0,H.jsx)(`option`,{value:e,children:T(e)},e))]})]}),N>0&&(0,H.jsxs)(`button`,{type:`button`,className:`link`,onClick:()=>void D(),children:[C(N),` moved on since this page was read: read it again`]})]}),k&&(0,H.jsx)(r,{problem:k,retry:()=>void D()}),!O&&E&&(0,H.jsx)(d,{lines:8}),O&&M.length===0&&(0,H.jsx)(n,{title:b?`No message matches`:`No messages yet`,children:b?`Choose another state or country.`:`Routee shows the messages of a new campaign after a moment.`}),O&&M.length>0&&(0,H.jsxs)(H.Fragment,{children:[(0,H.jsxs)(`div`,{className:`split`,children:[(0,H.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of messages`,children:(0,H.jsx)(le,{rows:M,chosen:f,linkOf:t=>p([`campaigns`,e],{state:c,country:u,message:t})})}),f&&(0,H.jsx)(B,{trackingId:f,close:()=>s({state:c,country:u})},f)]}),(0,H.jsxs)(`div`,{className:`pager`,"aria-busy":E,children:[(0,H.jsx)(Z,{name:`First`,may:O.pageInfo.hasPreviousPage,turn:()=>j({first:X})}),(0,H.jsx)(Z,{name:`Previous`,may:O.pageInfo.hasPreviousPage,turn:()=>j({last:X,before:O.pageInfo.startCursor})}),(0,H.jsx)(Z,{name:`Next`,may:O.pageInfo.hasNextPage,turn:()=>j({first:X,after:O.pageInfo.endCursor})}),(0,H.jsx)(Z,{name:`Last`,may:O.pageInfo.hasNextPage,turn:()=>j({last:X})})]})]})]})}var Z=({name:e,may:t,turn:n})=>(0,H.jsx)(`button`,{type:`button`,"aria-disabled":!t,onClick:()=>t&&n(),children:e}),le=({rows:e,chosen:t,linkOf:n})=>(0,H.jsxs)(`table`,{className:`hover`,children:[(0,H.jsx)(`thead`,{children:(0,H.jsxs)(`tr`,{children:[(0,H.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,H.jsx)(`th`,{scope:`col`,children:`Country`}),(0,H.jsx)(`th`,{scope:`col`,children:`State`}),(0,H.jsx)(`th`,{scope:`col`,className:`reason`,children:`Reason`}),(0,H.jsx)(`th`,{scope:`col`,className:`number`,children:`Since`}),(0,H.jsx)(`th`,{scope:`col`,className:`number`,children:`Price`})]})}),(0,H.jsx)(`tbody`,{children:e.map(({trackingId:e,to:r,country:i,price:a,status:o})=>(0,H.jsxs)(`tr`,{"aria-current":e===t?`true`:void 0,children:[(0,H.jsx)(`th`,{scope:`row`,children:(0,H.jsx)(`a`,{href:n(e),children:r??e})}),(0,H.jsx)(`td`,{children:i?T(i):``}),(0,H.jsx)(`td`,{children:(0,H.jsx)(V,{state:o.state},o.state)}),(0,H.jsx)(`td`,{className:`note reason`,children:o.detailedStatus}),(0,H.jsx)(`td`,{className:`number`,children:o.updatedAt&&(0,H.jsx)(`time`,{dateTime:o.updatedAt,title:b(o.updatedAt),children:g(o.updatedAt)})}),(0,H.jsx)(`td`,{className:`number`,children:a==null?``:S(a)})]},e))})]}),Q=s(`
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
`),ue=s(`
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
`),de=s(`
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
`);function fe({trackingId:e,search:n}){let{data:i,error:a,loading:s,refetch:c}=t(Q,{variables:{trackingId:e}}),g=i?.campaign,_=h(de,{trackingId:e}),[v]=l(a);if(!g)return(0,H.jsxs)(H.Fragment,{children:[(0,H.jsx)($,{}),(0,H.jsx)(`header`,{className:`head`,children:(0,H.jsx)(`div`,{children:(0,H.jsx)(`h1`,{tabIndex:-1,children:`Campaign`})})}),v?(0,H.jsx)(r,{problem:v,retry:()=>void c()}):s&&(0,H.jsx)(d,{lines:10})]});let y=o(ue,g),x=g.progress??null,S=t=>u(p([`campaigns`,e],t)),w=f(a,`campaign.progress`);return(0,H.jsxs)(H.Fragment,{children:[(0,H.jsx)($,{}),(0,H.jsxs)(`header`,{className:`head`,children:[(0,H.jsxs)(`div`,{children:[(0,H.jsx)(`h1`,{tabIndex:-1,children:y.name??`Campaign`}),(0,H.jsxs)(`p`,{className:`note`,children:[(0,H.jsx)(N,{campaign:y,progress:x}),` `,(0,H.jsx)(`code`,{children:e})]})]}),F(y)&&(0,H.jsx)(ge,{trackingId:e})]}),_.problem&&_.state===`refused`&&(0,H.jsx)(m,{title:`This page does not move`,kind:`warning`,children:(0,H.jsx)(`p`,{children:_.problem.message})}),(0,H.jsxs)(`div`,{className:`columns`,children:[(0,H.jsx)(`div`,{className:`main`,children:x?(0,H.jsx)(me,{trackingId:e,name:y.name??`Campaign`,sentAt:y.createdAt??null,progress:x,choose:e=>S({country:e})}):(0,H.jsx)(A,{title:`Delivery`,children:w?(0,H.jsx)(r,{problem:w,retry:()=>void c()}):(0,H.jsx)(d,{})})}),(0,H.jsxs)(`aside`,{className:`side`,children:[y.content&&(0,H.jsx)(A,{title:`Content`,children:(0,H.jsx)(re,{content:y.content,sender:y.sender?.name??null})}),(0,H.jsx)(A,{title:`Details`,children:(0,H.jsx)(k,{facts:[[`Sender`,y.sender?.name],[`Sent`,y.createdAt&&b(y.createdAt)],[`Scheduled for`,y.scheduledAt&&b(y.scheduledAt)],[`Cancelled`,y.cancelledAt&&b(y.cancelledAt)],[`Messages`,y.totalMessages!=null&&C(y.totalMessages)],[`Groups`,y.groups?.join(`, `)],[`Cost at the send`,y.cost!=null&&O(y.cost)],[`Time to live`,y.ttlSeconds!=null&&E(y.ttlSeconds)],[`Label`,y.label],[`Application`,y.applicationName]]})})]})]}),(0,H.jsx)(ce,{trackingId:e,search:n,choose:S,countries:pe(x)})]})}var $=()=>(0,H.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,H.jsx)(`a`,{href:p([`campaigns`]),children:`Campaigns`})}),pe=e=>e?o(P,e).countries.flatMap(({country:e})=>e??[]):[];function me({trackingId:e,name:t,sentAt:n,progress:r,choose:i}){let{total:a,states:s,countries:c,cost:l,lastUpdateAt:u}=o(P,r),d=R(s);return(0,H.jsxs)(H.Fragment,{children:[(0,H.jsxs)(A,{title:`Delivery`,note:u&&`last change ${b(u)}`,children:[(0,H.jsx)(I,{progress:r,name:t}),(0,H.jsx)(j,{counts:d}),(0,H.jsx)(W,{total:a,counts:d}),l!=null&&(0,H.jsxs)(`p`,{className:`note`,children:[`Cost so far: `,(0,H.jsx)(`b`,{children:O(l)})]})]}),(0,H.jsx)(A,{title:`States over time`,children:(0,H.jsx)(ie,{trackingId:e,sentAt:n,progress:r})}),(0,H.jsx)(A,{title:`By country`,children:(0,H.jsx)(U,{countries:c,choose:i})})]})}var he=s(`
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
`);function ge({trackingId:t}){let{sends:n}=a(),[i,{loading:o,error:s}]=e(he,{variables:{trackingId:t},onCompleted:()=>document.querySelector(`main h1`)?.focus()}),[c]=l(s);return n?(0,H.jsxs)(`div`,{className:`actions`,children:[(0,H.jsx)(`button`,{type:`button`,className:`danger`,disabled:o,onClick:()=>confirm(`Cancel this campaign? It will not be sent.`)&&void i(),children:o?`Cancelling…`:`Cancel campaign`}),c&&(0,H.jsx)(r,{problem:c})]}):null}export{fe as CampaignScreen};
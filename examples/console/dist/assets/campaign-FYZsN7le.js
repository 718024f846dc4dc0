const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["./area-chart-CsG7xcFC.js","./jsx-runtime-xAx_eUKE.js","./states-Cy2Y3kU3.js","./area-chart-CnsZ1jie.css"])))=>i.map(i=>d[i]);
import{t as e}from"./useMutation-7DrNlCkl.js";import{_ as t,a as n,c as r,dt as i,f as a,g as o,h as s,m as c,n as l,o as u,p as d,r as f,s as p,t as m}from"./use-live-B1-SjrZF.js";import{a as h,c as g,f as _,h as v,i as y,l as b,n as x,o as S,p as C,r as w,s as T,t as E,u as D}from"./jsx-runtime-xAx_eUKE.js";import{n as O,t as k}from"./card-ChLCL0N1.js";import{a as A,i as j,n as M,o as N,r as ee,s as te,t as P}from"./index-D7rCF6Xf.js";import{a as F,i as I,n as ne,r as re,t as L}from"./states-Cy2Y3kU3.js";import{t as R}from"./phone-CFzIQxgL.js";import{n as z}from"./message-panel-CEiCYISV.js";import{r as B}from"./timeline-B8FLbExk.js";var V=E(),H=({countries:e,choose:t})=>(0,V.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of countries`,children:(0,V.jsxs)(`table`,{children:[(0,V.jsx)(`thead`,{children:(0,V.jsxs)(`tr`,{children:[(0,V.jsx)(`th`,{scope:`col`,children:`Country`}),(0,V.jsx)(`th`,{scope:`col`,className:`number`,children:`Messages`}),(0,V.jsx)(`th`,{scope:`col`,className:`wide`,children:`States`}),(0,V.jsx)(`th`,{scope:`col`,className:`number`,children:`Delivered`}),(0,V.jsx)(`th`,{scope:`col`,className:`number`,children:`Not delivered`}),(0,V.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,V.jsx)(`tbody`,{children:[...e].sort((e,t)=>t.total-e.total).map(({country:e,total:n,cost:r,states:i})=>{let a=I(i);return(0,V.jsxs)(`tr`,{children:[(0,V.jsx)(`th`,{scope:`row`,children:e?(0,V.jsx)(`button`,{type:`button`,className:`link`,onClick:()=>t(e),children:w(e)}):`Not known`}),(0,V.jsx)(`td`,{className:`number`,children:S(n)}),(0,V.jsx)(`td`,{className:`wide`,children:(0,V.jsx)(j,{counts:a,total:n})}),(0,V.jsx)(`td`,{className:`number`,children:g(a.delivered+a.seen,n)}),(0,V.jsx)(`td`,{className:`number`,children:g(a.failed,n)}),(0,V.jsx)(`td`,{className:`number`,children:r==null?`–`:D(r)})]},e??``)})})]})}),U=({total:e,counts:t})=>(0,V.jsxs)(`table`,{className:`funnel`,children:[(0,V.jsx)(`caption`,{className:`unseen`,children:`How many messages came how far`}),(0,V.jsx)(`thead`,{className:`unseen`,children:(0,V.jsxs)(`tr`,{children:[(0,V.jsx)(`th`,{scope:`col`,children:`Step`}),(0,V.jsx)(`th`,{scope:`col`,children:`Messages`}),(0,V.jsx)(`th`,{scope:`col`,children:`Share`})]})}),(0,V.jsx)(`tbody`,{children:F(e,t).map(({name:t,count:n},r)=>(0,V.jsxs)(`tr`,{children:[(0,V.jsx)(`th`,{scope:`row`,children:t}),(0,V.jsxs)(`td`,{className:`track`,children:[(0,V.jsx)(`span`,{className:`step-${r}`,style:{width:`${e===0?0:100*n/e}%`},"aria-hidden":`true`}),(0,V.jsx)(`b`,{children:S(n)})]}),(0,V.jsx)(`td`,{children:g(n,e)})]},t))})]}),W=v(C(),1),G=(0,W.lazy)(()=>P(()=>import(`./area-chart-CsG7xcFC.js`),__vite__mapDeps([0,1,2,3]),import.meta.url)),K=s(`
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
`),q=10;async function J(e,t,n,r){let i=new Map([[`QUEUED`,n]]),a=new Map,o=(e,t)=>void i.set(e,(i.get(e)??0)+t),s=e=>{let t=[...i].map(([e,t])=>({state:e,count:t}));a.set(Math.floor(Date.parse(e)/1e3),I(t))};s(r);let c=null;for(let n=0;n<q;n+=1){let n={trackingId:t,after:c},{data:r}=await e.query({query:K,variables:n,fetchPolicy:`no-cache`});if(!r?.deliveryEvents)return[];let{nodes:i,pageInfo:l}=r.deliveryEvents;for(let{receivedAt:e,previousState:t,status:n}of i)n&&(o(t??`QUEUED`,-1),o(n.state,1),s(e));if(!l.hasNextPage&&a.size<2)return[];if(!l.hasNextPage)return[...a].map(([e,t])=>({at:e*1e3,counts:t}));c=l.endCursor??null}return[]}function Y({trackingId:e,sentAt:t,progress:n}){let r=i(),{states:a,total:s}=o(N,n),[c,l]=(0,W.useState)([]),[u,d]=(0,W.useState)([]),f=JSON.stringify(I(a));(0,W.useEffect)(()=>{let n=!0;return t!==null&&s>0&&J(r,e,s,t).then(e=>n&&l(e),()=>void 0),()=>void(n=!1)},[r,e,t,s]),(0,W.useEffect)(()=>{d(e=>[...e,{at:Date.now(),counts:JSON.parse(f)}])},[f]);let p=(0,W.useMemo)(()=>{let e=c.at(-1)?.at??0;return[...c,...u.filter(({at:t})=>t>e)]},[c,u]);return p.length<2?(0,V.jsx)(`p`,{className:`note`,children:`No state has changed since this page was opened.`}):(0,V.jsxs)(V.Fragment,{children:[(0,V.jsx)(W.Suspense,{fallback:(0,V.jsx)(`div`,{className:`chart`}),children:(0,V.jsx)(G,{points:p})}),(0,V.jsx)(ie,{points:p})]})}var ie=({points:e})=>(0,V.jsxs)(`details`,{children:[(0,V.jsx)(`summary`,{children:`As a table`}),(0,V.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of states over time`,children:(0,V.jsxs)(`table`,{children:[(0,V.jsx)(`thead`,{children:(0,V.jsxs)(`tr`,{children:[(0,V.jsx)(`th`,{scope:`col`,children:`Time`}),L.map(e=>(0,V.jsx)(`th`,{scope:`col`,className:`number`,children:ne[e]},e))]})}),(0,V.jsx)(`tbody`,{children:e.slice(-40).map(({at:e,counts:t})=>(0,V.jsxs)(`tr`,{children:[(0,V.jsx)(`th`,{scope:`row`,children:b(e)}),L.map(e=>(0,V.jsx)(`td`,{className:`number`,children:S(t[e])},e))]},e))})]})})]}),ae=s(`
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
`),oe=s(`
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
`),X=25;function se({trackingId:e,search:i,countries:a,choose:s}){let l=i.get(`state`),d=i.get(`country`),p=i.get(`message`),[{filterOf:m,place:h},g]=(0,W.useState)({filterOf:``,place:{first:X}}),v=`${l??``} ${d??``}`,y=m===v?h:{first:X},b=l||d?{...l?{states:[l]}:{},...d?{countries:[d]}:{}}:null,{data:x,previousData:C,error:T,loading:E,refetch:D}=t(ae,{variables:{trackingId:e,filter:b,...y}}),O=(x??C)?.campaign?.messages,[A]=c(T),j=e=>{E||g({filterOf:v,place:e})},M=O?o(oe,O.nodes):[],N=l?M.filter(e=>e.status.state!==l).length:0;return(0,V.jsxs)(k,{title:`Messages`,note:O&&`${S(O.totalCount)}${b?` match`:``}`,className:`messages`,children:[(0,V.jsxs)(`form`,{className:`filters`,onSubmit:e=>e.preventDefault(),children:[(0,V.jsxs)(`label`,{children:[`State`,(0,V.jsxs)(`select`,{value:l??``,onChange:e=>s({state:e.target.value,country:d}),children:[(0,V.jsx)(`option`,{value:``,children:`All`}),re.map(e=>(0,V.jsx)(`option`,{value:e,children:_(e)},e))]})]}),(0,V.jsxs)(`label`,{children:[`Country`,(0,V.jsxs)(`select`,{value:d??``,onChange:e=>s({state:l,country:e.target.value}),children:[(0,V.jsx)(`option`,{value:``,children:`All`}),[...new Set([...a,...d?[d]:[]])].map(e=>(0,V.jsx)(`option`,{value:e,children:w(e)},e))]})]}),N>0&&(0,V.jsxs)(`button`,{type:`button`,className:`link`,onClick:()=>void D(),children:[S(N),` moved on since this page was read: read it again`]})]}),A&&(0,V.jsx)(r,{problem:A,retry:()=>void D()}),!O&&E&&(0,V.jsx)(u,{lines:8}),O&&M.length===0&&(0,V.jsx)(n,{title:b?`No message matches`:`No messages yet`,children:b?`Choose another state or country.`:`Routee shows the messages of a new campaign after a moment.`}),O&&M.length>0&&(0,V.jsxs)(V.Fragment,{children:[(0,V.jsxs)(`div`,{className:`split`,children:[(0,V.jsx)(`div`,{className:`scroll`,tabIndex:0,role:`region`,"aria-label":`Table of messages`,children:(0,V.jsx)(Q,{rows:M,chosen:p,linkOf:t=>f([`campaigns`,e],{state:l,country:d,message:t})})}),p&&(0,V.jsx)(z,{trackingId:p,close:()=>s({state:l,country:d})},p)]}),(0,V.jsxs)(`div`,{className:`pager`,"aria-busy":E,children:[(0,V.jsx)(Z,{name:`First`,may:O.pageInfo.hasPreviousPage,turn:()=>j({first:X})}),(0,V.jsx)(Z,{name:`Previous`,may:O.pageInfo.hasPreviousPage,turn:()=>j({last:X,before:O.pageInfo.startCursor})}),(0,V.jsx)(Z,{name:`Next`,may:O.pageInfo.hasNextPage,turn:()=>j({first:X,after:O.pageInfo.endCursor})}),(0,V.jsx)(Z,{name:`Last`,may:O.pageInfo.hasNextPage,turn:()=>j({last:X})})]})]})]})}var Z=({name:e,may:t,turn:n})=>(0,V.jsx)(`button`,{type:`button`,"aria-disabled":!t,onClick:()=>t&&n(),children:e}),Q=({rows:e,chosen:t,linkOf:n})=>(0,V.jsxs)(`table`,{className:`hover`,children:[(0,V.jsx)(`thead`,{children:(0,V.jsxs)(`tr`,{children:[(0,V.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,V.jsx)(`th`,{scope:`col`,children:`Country`}),(0,V.jsx)(`th`,{scope:`col`,children:`State`}),(0,V.jsx)(`th`,{scope:`col`,className:`reason`,children:`Reason`}),(0,V.jsx)(`th`,{scope:`col`,className:`number`,children:`Since`}),(0,V.jsx)(`th`,{scope:`col`,className:`number`,children:`Price`})]})}),(0,V.jsx)(`tbody`,{children:e.map(({trackingId:e,to:r,country:i,price:a,status:o})=>(0,V.jsxs)(`tr`,{"aria-current":e===t?`true`:void 0,children:[(0,V.jsx)(`th`,{scope:`row`,children:(0,V.jsx)(`a`,{href:n(e),children:r??e})}),(0,V.jsx)(`td`,{children:i?w(i):``}),(0,V.jsx)(`td`,{children:(0,V.jsx)(B,{state:o.state},o.state)}),(0,V.jsx)(`td`,{className:`note reason`,children:o.detailedStatus}),(0,V.jsx)(`td`,{className:`number`,children:o.updatedAt&&(0,V.jsx)(`time`,{dateTime:o.updatedAt,title:y(o.updatedAt),children:h(o.updatedAt)})}),(0,V.jsx)(`td`,{className:`number`,children:a==null?``:x(a)})]},e))})]}),ce=s(`
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
`),le=s(`
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
`),ue=s(`
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
`);function de({trackingId:e,search:n}){let{data:i,error:a,loading:s,refetch:h}=t(ce,{variables:{trackingId:e}}),g=i?.campaign,_=m(ue,{trackingId:e}),[v]=c(a);if(!g)return(0,V.jsxs)(V.Fragment,{children:[(0,V.jsx)($,{}),(0,V.jsx)(`header`,{className:`head`,children:(0,V.jsx)(`div`,{children:(0,V.jsx)(`h1`,{tabIndex:-1,children:`Campaign`})})}),v?(0,V.jsx)(r,{problem:v,retry:()=>void h()}):s&&(0,V.jsx)(u,{lines:10})]});let b=o(le,g),x=g.progress??null,C=t=>l(f([`campaigns`,e],t)),w=d(a,`campaign.progress`);return(0,V.jsxs)(V.Fragment,{children:[(0,V.jsx)($,{}),(0,V.jsxs)(`header`,{className:`head`,children:[(0,V.jsxs)(`div`,{children:[(0,V.jsx)(`h1`,{tabIndex:-1,children:b.name??`Campaign`}),(0,V.jsxs)(`p`,{className:`note`,children:[(0,V.jsx)(M,{campaign:b,progress:x}),` `,(0,V.jsx)(`code`,{children:e})]})]}),ee(b)&&(0,V.jsx)(he,{trackingId:e})]}),_.problem&&_.state===`refused`&&(0,V.jsx)(p,{title:`This page does not move`,kind:`warning`,children:(0,V.jsx)(`p`,{children:_.problem.message})}),(0,V.jsxs)(`div`,{className:`columns`,children:[(0,V.jsx)(`div`,{className:`main`,children:x?(0,V.jsx)(pe,{trackingId:e,name:b.name??`Campaign`,sentAt:b.createdAt??null,progress:x,choose:e=>C({country:e})}):(0,V.jsx)(k,{title:`Delivery`,children:w?(0,V.jsx)(r,{problem:w,retry:()=>void h()}):(0,V.jsx)(u,{})})}),(0,V.jsxs)(`aside`,{className:`side`,children:[b.content&&(0,V.jsx)(k,{title:`Content`,children:(0,V.jsx)(R,{content:b.content,sender:b.sender?.name??null})}),(0,V.jsx)(k,{title:`Details`,children:(0,V.jsx)(O,{facts:[[`Sender`,b.sender?.name],[`Sent`,b.createdAt&&y(b.createdAt)],[`Scheduled for`,b.scheduledAt&&y(b.scheduledAt)],[`Cancelled`,b.cancelledAt&&y(b.cancelledAt)],[`Messages`,b.totalMessages!=null&&S(b.totalMessages)],[`Groups`,b.groups?.join(`, `)],[`Cost at the send`,b.cost!=null&&D(b.cost)],[`Time to live`,b.ttlSeconds!=null&&T(b.ttlSeconds)],[`Label`,b.label],[`Application`,b.applicationName]]})})]})]}),(0,V.jsx)(se,{trackingId:e,search:n,choose:C,countries:fe(x)})]})}var $=()=>(0,V.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,V.jsx)(`a`,{href:f([`campaigns`]),children:`Campaigns`})}),fe=e=>e?o(N,e).countries.flatMap(({country:e})=>e??[]):[];function pe({trackingId:e,name:t,sentAt:n,progress:r,choose:i}){let{total:a,states:s,countries:c,cost:l,lastUpdateAt:u}=o(N,r),d=I(s);return(0,V.jsxs)(V.Fragment,{children:[(0,V.jsxs)(k,{title:`Delivery`,note:u&&`last change ${y(u)}`,children:[(0,V.jsx)(te,{progress:r,name:t}),(0,V.jsx)(A,{counts:d}),(0,V.jsx)(U,{total:a,counts:d}),l!=null&&(0,V.jsxs)(`p`,{className:`note`,children:[`Cost so far: `,(0,V.jsx)(`b`,{children:D(l)})]})]}),(0,V.jsx)(k,{title:`States over time`,children:(0,V.jsx)(Y,{trackingId:e,sentAt:n,progress:r})}),(0,V.jsx)(k,{title:`By country`,children:(0,V.jsx)(H,{countries:c,choose:i})})]})}var me=s(`
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
`);function he({trackingId:t}){let{sends:n}=a(),[i,{loading:o,error:s}]=e(me,{variables:{trackingId:t},onCompleted:()=>document.querySelector(`main h1`)?.focus()}),[l]=c(s);return n?(0,V.jsxs)(`div`,{className:`actions`,children:[(0,V.jsx)(`button`,{type:`button`,className:`danger`,disabled:o,onClick:()=>confirm(`Cancel this campaign? It will not be sent.`)&&void i(),children:o?`Cancelling…`:`Cancel campaign`}),l&&(0,V.jsx)(r,{problem:l})]}):null}export{de as CampaignScreen};
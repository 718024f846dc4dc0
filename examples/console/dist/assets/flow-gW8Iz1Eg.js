import{a as e,d as t,l as n,n as r,s as i,u as a}from"./route-DVyyqXXo.js";import{a as o,d as s,i as c,n as l,o as u,r as d,t as f}from"./jsx-runtime-B3FhO-R9.js";import{o as p,t as m}from"./use-live-DEbjG7gL.js";import{n as h,t as g}from"./card-CXDNDmge.js";import{t as _}from"./flow-badge-HynR8E3Y.js";import{r as v,t as y}from"./timeline-BrraO9Me.js";import{t as b}from"./phone-8ifJp0EZ.js";import{o as x}from"./states-Cy2Y3kU3.js";var S=f(),C=a(`
  query Flow($trackingId: ID!) {
    failoverFlow(trackingId: $trackingId) {
      id
      trackingId
      ...FlowParts
    }
  }
`),w=a(`
  subscription FlowUpdated($trackingId: ID!, $after: String) {
    failoverFlowUpdated(trackingId: $trackingId, after: $after) {
      cursor
      isLast
      failoverFlow {
        id
        trackingId
        ...FlowParts
      }
    }
  }
`),T=a(`
  fragment FlowParts on FailoverFlow {
    trackingId
    status
    kind
    failureReason
    terminationChannel
    totalPrice
    createdAt
    updatedAt
    steps {
      order
      channel
      ...StepParts
    }
    timeline {
      ...TimelineEntryParts
    }
  }
`),E=a(`
  fragment StepParts on FailoverStep {
    __typename
    order
    channel
    to
    from
    country
    price
    createdAt
    failoverOnStates
    status {
      state
      isFinal
      detailedStatus
      description
      updatedAt
    }
    ... on ViberStep {
      trackingId
      ttlSeconds
      content {
        ...Content
      }
    }
    ... on SmsStep {
      text
      part
      parts
      operator
      ttlSeconds
    }
    ... on VoiceStep {
      durationSeconds
      answeredBy
    }
    ... on OtherStep {
      vendorType
    }
  }
`);function D({trackingId:a}){let{data:o,error:u,loading:d,refetch:f}=t(C,{variables:{trackingId:a}});m(w,{trackingId:a});let v=o?.failoverFlow?p(T,o.failoverFlow):null,[b]=n(u);return(0,S.jsxs)(S.Fragment,{children:[(0,S.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,S.jsx)(`a`,{href:r([`flows`]),children:`Failover flows`})}),(0,S.jsx)(`header`,{className:`head`,children:(0,S.jsxs)(`div`,{children:[(0,S.jsxs)(`h1`,{tabIndex:-1,children:[`Flow `,v&&p(E,v.steps)[0]?.to?`to ${p(E,v.steps)[0].to}`:``]}),(0,S.jsxs)(`p`,{className:`note`,children:[v&&(0,S.jsx)(_,{status:v.status}),` `,(0,S.jsx)(`code`,{children:a})]})]})}),b&&(0,S.jsx)(i,{problem:b,retry:()=>void f()}),!v&&d&&(0,S.jsx)(e,{lines:8}),v&&(0,S.jsxs)(`div`,{className:`columns`,children:[(0,S.jsxs)(`div`,{className:`main`,children:[(0,S.jsx)(g,{title:`Steps`,children:(0,S.jsx)(`ol`,{className:`steps`,children:v.steps.map((e,t)=>(0,S.jsx)(O,{step:e,next:v.steps[t+1]?.channel??null},`${e.order} ${t}`))})}),v.timeline&&v.timeline.length>0&&(0,S.jsx)(g,{title:`What happened`,children:(0,S.jsx)(y,{entries:v.timeline,showsChannel:!0})})]}),(0,S.jsx)(`aside`,{className:`side`,children:(0,S.jsx)(g,{title:`Facts`,children:(0,S.jsx)(h,{facts:[[`Delivered by`,v.status===`SUCCEEDED`&&v.terminationChannel?s(v.terminationChannel):null],[`Why it failed`,v.failureReason&&s(v.failureReason)],[`Cost`,v.totalPrice!=null&&l(v.totalPrice)],[`Kind`,s(v.kind)],[`Created`,v.createdAt&&c(v.createdAt)],[`Last change`,v.updatedAt&&c(v.updatedAt)]]})})})]})]})}function O({step:e,next:t}){let n=p(E,e),{status:r,failoverOnStates:i}=n,a=t!==null&&r!=null&&i.includes(r.state);return(0,S.jsxs)(`li`,{className:r?`is-${x(r.state)}`:`is-waiting`,children:[(0,S.jsxs)(`div`,{className:`step`,children:[(0,S.jsxs)(`h3`,{children:[n.order,`. `,n.__typename===`OtherStep`?n.vendorType:s(n.channel)]}),r?(0,S.jsx)(v,{state:r.state}):(0,S.jsx)(`span`,{className:`badge is-waiting`,children:`Not started`}),(0,S.jsx)(`span`,{className:`number price`,children:n.price==null?``:l(n.price)})]}),(0,S.jsx)(`p`,{className:`note`,children:[n.from&&`from ${n.from}`,n.to&&`to ${n.to}`,n.country&&d(n.country),r?.updatedAt&&o(r.updatedAt),r?.detailedStatus].filter(Boolean).join(` · `)}),n.__typename===`SmsStep`&&n.text&&(0,S.jsx)(`blockquote`,{children:n.text}),n.__typename===`SmsStep`&&n.parts!=null&&n.parts>1&&(0,S.jsxs)(`p`,{className:`note`,children:[`Part `,u(n.part??1),` of `,u(n.parts)]}),n.__typename===`VoiceStep`&&n.durationSeconds!=null&&(0,S.jsx)(`p`,{className:`note`,children:[n.answeredBy,`${u(n.durationSeconds)} s`].filter(Boolean).join(` · `)}),n.__typename===`ViberStep`&&n.content&&(0,S.jsxs)(`details`,{children:[(0,S.jsx)(`summary`,{children:`Content`}),(0,S.jsx)(b,{content:n.content,sender:n.from??null})]}),t!==null&&(0,S.jsx)(`p`,{className:a?`trigger`:`trigger note`,children:a?`${s(r.state)}: ${s(t)} was tried next`:`${s(t)} is next on ${i.map(s).join(`, `).toLowerCase()||`no state`}`})]})}export{D as FlowScreen};
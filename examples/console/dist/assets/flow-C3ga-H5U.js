import{_ as e,g as t,i as n,l as r,s as i,t as a,v as o,y as s}from"./use-live-DBsm6pen.js";import{c,i as l,m as u,n as d,o as f,p,r as m,s as h,t as g}from"./jsx-runtime-DFPEc5xb.js";import{n as _,t as v}from"./card-CY1nQSVA.js";import{t as y}from"./flow-badge-DJwHyjeZ.js";import{r as b,t as x}from"./timeline-Bi6N706P.js";import{t as S}from"./phone-CZbAf0cW.js";import{m as C,n as w}from"./index-DEq1gdgy.js";var T=g(),E=e(`
  query Flow($trackingId: ID!) {
    failoverFlow(trackingId: $trackingId) {
      id
      trackingId
      ...FlowParts
    }
  }
`),D=e(`
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
`),O=e(`
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
`),k=e(`
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
`);function A({trackingId:e}){let{data:c,error:f,loading:p,refetch:m}=s(E,{variables:{trackingId:e}});a(D,{trackingId:e});let h=c?.failoverFlow?o(O,c.failoverFlow):null,[g]=t(f),b=h&&o(k,h.steps)[0]?.to;return w(b?`Flow to ${b}`:`Flow`),(0,T.jsxs)(T.Fragment,{children:[(0,T.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,T.jsx)(`a`,{href:n([`flows`]),children:`Failover flows`})}),(0,T.jsx)(`header`,{className:`head`,children:(0,T.jsxs)(`div`,{children:[(0,T.jsxs)(`h1`,{tabIndex:-1,children:[`Flow `,b?`to ${b}`:``]}),(0,T.jsxs)(`p`,{className:`note`,children:[h&&(0,T.jsx)(y,{status:h.status}),` `,(0,T.jsx)(`code`,{children:e})]})]})}),g&&(0,T.jsx)(r,{problem:g,retry:()=>void m()}),!h&&p&&(0,T.jsx)(i,{lines:8}),h&&(0,T.jsxs)(`div`,{className:`columns`,children:[(0,T.jsxs)(`div`,{className:`main`,children:[(0,T.jsx)(v,{title:`Steps`,children:(0,T.jsx)(`ol`,{className:`steps`,children:h.steps.map((e,t)=>(0,T.jsx)(j,{step:e,next:h.steps[t+1]?.channel??null},`${e.order} ${t}`))})}),h.timeline&&h.timeline.length>0&&(0,T.jsx)(v,{title:`Timeline`,children:(0,T.jsx)(x,{entries:h.timeline,showsChannel:!0})})]}),(0,T.jsx)(`aside`,{className:`side`,children:(0,T.jsx)(v,{title:`Details`,children:(0,T.jsx)(_,{facts:[[`Delivered by`,h.status===`SUCCEEDED`&&h.terminationChannel?u(h.terminationChannel):null],[`Why it failed`,h.failureReason&&u(h.failureReason)],[`Cost`,h.totalPrice!=null&&d(h.totalPrice)],[`Kind`,u(h.kind)],[`Created`,h.createdAt&&l(h.createdAt)],[`Last change`,h.updatedAt&&l(h.updatedAt)]]})})})]})]})}function j({step:e,next:t}){let n=o(k,e),{status:r,failoverOnStates:i}=n,a=t!==null&&r!=null&&i.includes(r.state);return(0,T.jsxs)(`li`,{className:r?`is-${C(r.state)}`:`is-waiting`,children:[(0,T.jsxs)(`div`,{className:`step`,children:[(0,T.jsxs)(`h3`,{children:[n.order,`. `,n.__typename===`OtherStep`?n.vendorType:u(n.channel)]}),r?(0,T.jsx)(b,{state:r.state}):(0,T.jsx)(`span`,{className:`badge is-waiting`,children:`Not started`}),(0,T.jsx)(`span`,{className:`number price`,children:n.price==null?``:d(n.price)})]}),(0,T.jsx)(`p`,{className:`note`,children:[n.from&&`from ${p(n.from)}`,n.to&&`to ${n.to}`,n.country&&m(n.country),r?.updatedAt&&f(r.updatedAt),r?.detailedStatus].filter(Boolean).join(` · `)}),n.__typename===`SmsStep`&&n.text&&(0,T.jsx)(`blockquote`,{dir:`auto`,children:n.text}),n.__typename===`SmsStep`&&n.parts!=null&&n.parts>1&&(0,T.jsxs)(`p`,{className:`note`,children:[`Part `,h(n.part??1),` of `,h(n.parts)]}),n.__typename===`VoiceStep`&&n.durationSeconds!=null&&(0,T.jsx)(`p`,{className:`note`,children:[n.answeredBy,c(n.durationSeconds)].filter(Boolean).join(` · `)}),n.__typename===`ViberStep`&&n.content&&(0,T.jsxs)(`details`,{children:[(0,T.jsx)(`summary`,{children:`Content`}),(0,T.jsx)(S,{content:n.content,sender:n.from??null})]}),t!==null&&(0,T.jsx)(`p`,{className:a?`trigger`:`trigger note`,children:a?`${u(r.state)}: ${u(t)} was tried next`:`${u(t)} is next on ${i.map(u).join(`, `).toLowerCase()||`no state`}`})]})}export{A as FlowScreen};
import{_ as e,g as t,h as n,i as r,l as i,s as a,t as o,v as s}from"./use-live-DCDYu_Vt.js";import{c,i as l,m as u,n as d,o as f,p,r as m,s as h,t as g}from"./jsx-runtime-DFPEc5xb.js";import{n as _,t as v}from"./card-CY1nQSVA.js";import{t as y}from"./flow-badge-DJwHyjeZ.js";import{r as b,t as x}from"./timeline-BCbILWxD.js";import{t as S}from"./phone-bmjl6Alp.js";import{m as C,n as w}from"./index-DVR96Sfg.js";var T=g(),E=t(`
  query Flow($trackingId: ID!) {
    failoverFlow(trackingId: $trackingId) {
      id
      trackingId
      ...FlowParts
    }
  }
`),D=t(`
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
`),O=t(`
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
`),k=t(`
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
`);function A({trackingId:t}){let{data:c,error:f,loading:p,refetch:m}=s(E,{variables:{trackingId:t}});o(D,{trackingId:t});let h=c?.failoverFlow?e(O,c.failoverFlow):null,[g]=n(f),b=h&&e(k,h.steps)[0]?.to;return w(b?`Flow to ${b}`:`Flow`),(0,T.jsxs)(T.Fragment,{children:[(0,T.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,T.jsx)(`a`,{href:r([`flows`]),children:`Failover flows`})}),(0,T.jsx)(`header`,{className:`head`,children:(0,T.jsxs)(`div`,{children:[(0,T.jsxs)(`h1`,{tabIndex:-1,children:[`Flow `,b?`to ${b}`:``]}),(0,T.jsxs)(`p`,{className:`note`,children:[h&&(0,T.jsx)(y,{status:h.status}),` `,(0,T.jsx)(`code`,{children:t})]})]})}),g&&(0,T.jsx)(i,{problem:g,retry:()=>void m()}),!h&&p&&(0,T.jsx)(a,{lines:8}),h&&(0,T.jsxs)(`div`,{className:`columns`,children:[(0,T.jsxs)(`div`,{className:`main`,children:[(0,T.jsx)(v,{title:`Steps`,children:(0,T.jsx)(`ol`,{className:`steps`,children:h.steps.map((e,t)=>(0,T.jsx)(j,{step:e,next:h.steps[t+1]?.channel??null},`${e.order} ${t}`))})}),h.timeline&&h.timeline.length>0&&(0,T.jsx)(v,{title:`Timeline`,children:(0,T.jsx)(x,{entries:h.timeline,showsChannel:!0})})]}),(0,T.jsx)(`aside`,{className:`side`,children:(0,T.jsx)(v,{title:`Details`,children:(0,T.jsx)(_,{facts:[[`Delivered by`,h.status===`SUCCEEDED`&&h.terminationChannel?u(h.terminationChannel):null],[`Why it failed`,h.failureReason&&u(h.failureReason)],[`Cost`,h.totalPrice!=null&&d(h.totalPrice)],[`Kind`,u(h.kind)],[`Created`,h.createdAt&&l(h.createdAt)],[`Last change`,h.updatedAt&&l(h.updatedAt)]]})})})]})]})}function j({step:t,next:n}){let r=e(k,t),{status:i,failoverOnStates:a}=r,o=n!==null&&i!=null&&a.includes(i.state);return(0,T.jsxs)(`li`,{className:i?`is-${C(i.state)}`:`is-waiting`,children:[(0,T.jsxs)(`div`,{className:`step`,children:[(0,T.jsxs)(`h3`,{children:[r.order,`. `,r.__typename===`OtherStep`?r.vendorType:u(r.channel)]}),i?(0,T.jsx)(b,{state:i.state}):(0,T.jsx)(`span`,{className:`badge is-waiting`,children:`Not started`}),(0,T.jsx)(`span`,{className:`number price`,children:r.price==null?``:d(r.price)})]}),(0,T.jsx)(`p`,{className:`note`,children:[r.from&&`from ${p(r.from)}`,r.to&&`to ${r.to}`,r.country&&m(r.country),i?.updatedAt&&f(i.updatedAt),i?.detailedStatus].filter(Boolean).join(` · `)}),r.__typename===`SmsStep`&&r.text&&(0,T.jsx)(`blockquote`,{dir:`auto`,children:r.text}),r.__typename===`SmsStep`&&r.parts!=null&&r.parts>1&&(0,T.jsxs)(`p`,{className:`note`,children:[`Part `,h(r.part??1),` of `,h(r.parts)]}),r.__typename===`VoiceStep`&&r.durationSeconds!=null&&(0,T.jsx)(`p`,{className:`note`,children:[r.answeredBy,c(r.durationSeconds)].filter(Boolean).join(` · `)}),r.__typename===`ViberStep`&&r.content&&(0,T.jsxs)(`details`,{children:[(0,T.jsx)(`summary`,{children:`Content`}),(0,T.jsx)(S,{content:r.content,sender:r.from??null})]}),n!==null&&(0,T.jsx)(`p`,{className:o?`trigger`:`trigger note`,children:o?`${u(i.state)}: ${u(n)} was tried next`:`${u(n)} is next on ${a.map(u).join(`, `).toLowerCase()||`no state`}`})]})}export{A as FlowScreen};
import{_ as e,c as t,g as n,h as r,m as i,o as a,r as o,t as s}from"./use-live-B1-SjrZF.js";import{a as c,f as l,i as u,n as d,o as f,r as p,s as m,t as h}from"./jsx-runtime-xAx_eUKE.js";import{n as g,t as _}from"./card-ChLCL0N1.js";import{t as v}from"./flow-badge-D8yLuaO1.js";import{r as y,t as b}from"./timeline-B8FLbExk.js";import{t as x}from"./phone-CFzIQxgL.js";import{o as S}from"./states-Cy2Y3kU3.js";var C=h(),w=r(`
  query Flow($trackingId: ID!) {
    failoverFlow(trackingId: $trackingId) {
      id
      trackingId
      ...FlowParts
    }
  }
`),T=r(`
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
`),E=r(`
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
`),D=r(`
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
`);function O({trackingId:r}){let{data:c,error:f,loading:p,refetch:m}=e(w,{variables:{trackingId:r}});s(T,{trackingId:r});let h=c?.failoverFlow?n(E,c.failoverFlow):null,[y]=i(f);return(0,C.jsxs)(C.Fragment,{children:[(0,C.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,C.jsx)(`a`,{href:o([`flows`]),children:`Failover flows`})}),(0,C.jsx)(`header`,{className:`head`,children:(0,C.jsxs)(`div`,{children:[(0,C.jsxs)(`h1`,{tabIndex:-1,children:[`Flow `,h&&n(D,h.steps)[0]?.to?`to ${n(D,h.steps)[0].to}`:``]}),(0,C.jsxs)(`p`,{className:`note`,children:[h&&(0,C.jsx)(v,{status:h.status}),` `,(0,C.jsx)(`code`,{children:r})]})]})}),y&&(0,C.jsx)(t,{problem:y,retry:()=>void m()}),!h&&p&&(0,C.jsx)(a,{lines:8}),h&&(0,C.jsxs)(`div`,{className:`columns`,children:[(0,C.jsxs)(`div`,{className:`main`,children:[(0,C.jsx)(_,{title:`Steps`,children:(0,C.jsx)(`ol`,{className:`steps`,children:h.steps.map((e,t)=>(0,C.jsx)(k,{step:e,next:h.steps[t+1]?.channel??null},`${e.order} ${t}`))})}),h.timeline&&h.timeline.length>0&&(0,C.jsx)(_,{title:`Timeline`,children:(0,C.jsx)(b,{entries:h.timeline,showsChannel:!0})})]}),(0,C.jsx)(`aside`,{className:`side`,children:(0,C.jsx)(_,{title:`Details`,children:(0,C.jsx)(g,{facts:[[`Delivered by`,h.status===`SUCCEEDED`&&h.terminationChannel?l(h.terminationChannel):null],[`Why it failed`,h.failureReason&&l(h.failureReason)],[`Cost`,h.totalPrice!=null&&d(h.totalPrice)],[`Kind`,l(h.kind)],[`Created`,h.createdAt&&u(h.createdAt)],[`Last change`,h.updatedAt&&u(h.updatedAt)]]})})})]})]})}function k({step:e,next:t}){let r=n(D,e),{status:i,failoverOnStates:a}=r,o=t!==null&&i!=null&&a.includes(i.state);return(0,C.jsxs)(`li`,{className:i?`is-${S(i.state)}`:`is-waiting`,children:[(0,C.jsxs)(`div`,{className:`step`,children:[(0,C.jsxs)(`h3`,{children:[r.order,`. `,r.__typename===`OtherStep`?r.vendorType:l(r.channel)]}),i?(0,C.jsx)(y,{state:i.state}):(0,C.jsx)(`span`,{className:`badge is-waiting`,children:`Not started`}),(0,C.jsx)(`span`,{className:`number price`,children:r.price==null?``:d(r.price)})]}),(0,C.jsx)(`p`,{className:`note`,children:[r.from&&`from ${r.from}`,r.to&&`to ${r.to}`,r.country&&p(r.country),i?.updatedAt&&c(i.updatedAt),i?.detailedStatus].filter(Boolean).join(` · `)}),r.__typename===`SmsStep`&&r.text&&(0,C.jsx)(`blockquote`,{children:r.text}),r.__typename===`SmsStep`&&r.parts!=null&&r.parts>1&&(0,C.jsxs)(`p`,{className:`note`,children:[`Part `,f(r.part??1),` of `,f(r.parts)]}),r.__typename===`VoiceStep`&&r.durationSeconds!=null&&(0,C.jsx)(`p`,{className:`note`,children:[r.answeredBy,m(r.durationSeconds)].filter(Boolean).join(` · `)}),r.__typename===`ViberStep`&&r.content&&(0,C.jsxs)(`details`,{children:[(0,C.jsx)(`summary`,{children:`Content`}),(0,C.jsx)(x,{content:r.content,sender:r.from??null})]}),t!==null&&(0,C.jsx)(`p`,{className:o?`trigger`:`trigger note`,children:o?`${l(i.state)}: ${l(t)} was tried next`:`${l(t)} is next on ${a.map(l).join(`, `).toLowerCase()||`no state`}`})]})}export{O as FlowScreen};
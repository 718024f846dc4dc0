import{E as e,S as t,T as n,c as r,d as i,f as a,i as o,m as s,n as c,w as l}from"./use-live-BPHwvYDi.js";import{c as u,i as d,m as f,n as p,o as m,p as h,r as g,s as _,t as v}from"./jsx-runtime-DFPEc5xb.js";import{n as y,t as b}from"./card-CY1nQSVA.js";import{t as x}from"./flow-badge-DJwHyjeZ.js";import{r as S,t as C}from"./timeline-BYF5_ThX.js";import{t as w}from"./phone-CpU-0RGO.js";import{g as T,n as E}from"./index-CNu2LjW3.js";var D=v(),O=l(`
  query Flow($trackingId: ID!) {
    failoverFlow(trackingId: $trackingId) {
      id
      trackingId
      ...FlowParts
    }
  }
`),k=l(`
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
`),A=l(`
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
`),j=l(`
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
`);function M({trackingId:l}){let{data:u,error:m,loading:h,refetch:g}=e(O,{variables:{trackingId:l},...o});c(k,{trackingId:l});let _=u?.failoverFlow?n(A,u.failoverFlow):null,[v]=t(m),S=_&&n(j,_.steps)[0]?.to;return E(S?`Flow to ${S}`:`Flow`),(0,D.jsxs)(D.Fragment,{children:[(0,D.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,D.jsx)(`a`,{href:r([`flows`]),children:`Failover flows`})}),(0,D.jsx)(`header`,{className:`head`,children:(0,D.jsxs)(`div`,{children:[(0,D.jsxs)(`h1`,{tabIndex:-1,children:[`Flow `,S?`to ${S}`:``]}),(0,D.jsxs)(`p`,{className:`note`,children:[_&&(0,D.jsx)(x,{status:_.status}),` `,(0,D.jsx)(`code`,{children:l})]})]})}),v&&(0,D.jsx)(s,{problem:v,retry:()=>void g()}),!_&&!v&&(h?(0,D.jsx)(i,{lines:8}):(0,D.jsx)(a,{retry:()=>void g()})),_&&(0,D.jsxs)(`div`,{className:`columns`,children:[(0,D.jsxs)(`div`,{className:`main`,children:[(0,D.jsx)(b,{title:`Steps`,children:(0,D.jsx)(`ol`,{className:`steps`,children:_.steps.map((e,t)=>(0,D.jsx)(N,{step:e,next:_.steps[t+1]?.channel??null},`${e.order} ${t}`))})}),_.timeline&&_.timeline.length>0&&(0,D.jsx)(b,{title:`Timeline`,children:(0,D.jsx)(C,{entries:_.timeline,showsChannel:!0})})]}),(0,D.jsx)(`aside`,{className:`side`,children:(0,D.jsx)(b,{title:`Details`,children:(0,D.jsx)(y,{facts:[[`Delivered by`,_.status===`SUCCEEDED`&&_.terminationChannel?f(_.terminationChannel):null],[`Why it failed`,_.failureReason&&f(_.failureReason)],[`Cost`,_.totalPrice!=null&&p(_.totalPrice)],[`Kind`,f(_.kind)],[`Created`,_.createdAt&&d(_.createdAt)],[`Last change`,_.updatedAt&&d(_.updatedAt)]]})})})]})]})}function N({step:e,next:t}){let r=n(j,e),{status:i,failoverOnStates:a}=r,o=t!==null&&i!=null&&a.includes(i.state);return(0,D.jsxs)(`li`,{className:i?`is-${T(i.state)}`:`is-waiting`,children:[(0,D.jsxs)(`div`,{className:`step`,children:[(0,D.jsxs)(`h3`,{children:[r.order,`. `,r.__typename===`OtherStep`?r.vendorType:f(r.channel)]}),i?(0,D.jsx)(S,{state:i.state}):(0,D.jsx)(`span`,{className:`badge is-waiting`,children:`Not started`}),(0,D.jsx)(`span`,{className:`number price`,children:r.price==null?``:p(r.price)})]}),(0,D.jsx)(`p`,{className:`note`,children:[r.from&&`from ${h(r.from)}`,r.to&&`to ${r.to}`,r.country&&g(r.country),i?.updatedAt&&m(i.updatedAt),i?.detailedStatus].filter(Boolean).join(` · `)}),r.__typename===`SmsStep`&&r.text&&(0,D.jsx)(`blockquote`,{dir:`auto`,children:r.text}),r.__typename===`SmsStep`&&r.parts!=null&&r.parts>1&&(0,D.jsxs)(`p`,{className:`note`,children:[`Part `,_(r.part??1),` of `,_(r.parts)]}),r.__typename===`VoiceStep`&&r.durationSeconds!=null&&(0,D.jsx)(`p`,{className:`note`,children:[r.answeredBy,u(r.durationSeconds)].filter(Boolean).join(` · `)}),r.__typename===`ViberStep`&&r.content&&(0,D.jsxs)(`details`,{children:[(0,D.jsx)(`summary`,{children:`Content`}),(0,D.jsx)(w,{content:r.content,sender:r.from??null})]}),t!==null&&(0,D.jsx)(`p`,{className:o?`trigger`:`trigger note`,children:o?`${f(i.state)}: ${f(t)} was tried next`:`${f(t)} is next on ${a.map(f).join(`, `).toLowerCase()||`no state`}`})]})}export{M as FlowScreen};
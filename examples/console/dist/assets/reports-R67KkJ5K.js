import{E as e,S as t,T as n,c as r,d as i,f as a,i as o,m as s,n as c,o as l,u,w as d}from"./use-live-BPHwvYDi.js";import{_ as f,c as p,h as m,i as h,m as g,s as _,t as v}from"./jsx-runtime-DFPEc5xb.js";import{n as y,t as b}from"./card-CY1nQSVA.js";import{n as x,r as S}from"./timeline-BYF5_ThX.js";import{t as C}from"./use-field-values-C_C6DQVE.js";import{g as w}from"./index-CNu2LjW3.js";var T=f(m(),1),E=v(),D=d(`
  query Report($by: DeliveryReportBy!) {
    deliveryReport(by: $by) {
      id
      ...ReportParts
    }
  }
`),O=d(`
  subscription ReportUpdated($by: DeliveryReportBy!, $after: String) {
    deliveryReportUpdated(by: $by, after: $after) {
      cursor
      isLast
      deliveryReport {
        id
        ...ReportParts
      }
    }
  }
`),k=d(`
  fragment ReportParts on DeliveryReport {
    messageId
    extraId
    phoneNumber
    deliveredVia
    lastChannel
    reportedAt
    clicks
    totalSmsParts
    deliveredSmsParts
    status {
      state
      description
      vendorStatus
    }
    attempts {
      channel
      reportedAt
      status {
        state
        description
      }
    }
    plan {
      channel
      ttlSeconds
    }
  }
`);function A(e){let t=e.get(`extraId`),n=e.get(`messageId`);return t?{extraId:t}:n?{messageId:n}:null}function j({search:e}){let t=A(e),n={kind:t&&`messageId`in t?`messageId`:`extraId`,id:t?Object.values(t)[0]:``},i=C(n),[a,o]=(0,T.useState)(0);return(0,E.jsxs)(E.Fragment,{children:[(0,E.jsx)(`header`,{className:`head`,children:(0,E.jsxs)(`div`,{children:[(0,E.jsx)(`h1`,{tabIndex:-1,children:`Delivery reports`}),(0,E.jsx)(`p`,{className:`note`,children:`What GMS reports of a message, over every channel that was tried`})]})}),(0,E.jsxs)(`form`,{ref:i,className:`card lookup`,role:`search`,onSubmit:e=>{e.preventDefault();let t=new FormData(e.currentTarget),i=String(t.get(`kind`)),a=String(t.get(`id`)??``).trim();i===n.kind&&a===n.id?o(e=>e+1):l(r([`reports`],{[i]:a}))},children:[(0,E.jsxs)(`label`,{children:[`Look up by`,(0,E.jsxs)(`select`,{name:`kind`,defaultValue:n.kind,children:[(0,E.jsx)(`option`,{value:`extraId`,children:`Your own id, or a tracking id of Routee`}),(0,E.jsx)(`option`,{value:`messageId`,children:`Message id of GMS`})]})]}),(0,E.jsxs)(`label`,{children:[`Id`,(0,E.jsx)(`input`,{name:`id`,required:!0,autoComplete:`off`,spellCheck:!1,defaultValue:n.id})]}),(0,E.jsx)(`button`,{type:`submit`,className:`primary`,children:`Look up`})]}),t?(0,E.jsx)(M,{by:t},`${JSON.stringify(t)} ${a}`):(0,E.jsx)(u,{title:`No report yet`,children:`Give an id to see what became of its message.`})]})}function M({by:n}){let{data:r,error:l,loading:u,refetch:d}=e(D,{variables:{by:n},...o});c(O,r?.deliveryReport?{by:n}:null);let[f]=t(l);return f&&!r?.deliveryReport?(0,E.jsx)(s,{problem:f,retry:()=>void d()}):r?.deliveryReport?(0,E.jsx)(N,{report:r.deliveryReport}):u?(0,E.jsx)(i,{lines:6}):(0,E.jsx)(a,{retry:()=>void d()})}function N({report:e}){let{status:t,attempts:r,plan:i,...a}=n(k,e);return(0,E.jsxs)(`div`,{className:`columns`,children:[(0,E.jsxs)(`div`,{className:`main`,children:[(0,E.jsxs)(b,{title:`Attempts`,children:[(0,E.jsxs)(`p`,{children:[(0,E.jsx)(S,{state:t.state}),` `,(0,E.jsx)(`span`,{className:`note`,children:t.description})]}),r&&r.length>0?(0,E.jsx)(`ol`,{className:`timeline`,children:r.map(({channel:e,status:{state:t,description:n},reportedAt:r},i)=>(0,E.jsxs)(x,{kind:w(t),at:r??null,children:[(0,E.jsx)(S,{state:t}),` `,(0,E.jsx)(`span`,{className:`channel`,children:g(e)}),n&&(0,E.jsx)(`p`,{className:`note`,children:n})]},i))}):(0,E.jsx)(`p`,{className:`note`,children:`No channel has been tried yet.`})]}),i&&i.length>0&&(0,E.jsx)(b,{title:`Plan`,children:(0,E.jsx)(`ol`,{className:`plan`,children:i.map(({channel:e,ttlSeconds:t},n)=>(0,E.jsxs)(`li`,{children:[(0,E.jsx)(`b`,{children:g(e)}),` `,t!=null&&(0,E.jsxs)(`span`,{className:`note`,children:[`for up to `,p(t)]})]},n))})})]}),(0,E.jsx)(`aside`,{className:`side`,children:(0,E.jsx)(b,{title:`Details`,children:(0,E.jsx)(y,{facts:[[`Recipient`,a.phoneNumber],[`Delivered via`,a.deliveredVia&&g(a.deliveredVia)],[`Last channel`,a.lastChannel&&g(a.lastChannel)],[`Reported`,a.reportedAt&&h(a.reportedAt)],[`Clicks`,a.clicks!=null&&_(a.clicks)],[`SMS parts`,a.totalSmsParts!=null&&`${_(a.deliveredSmsParts??0)} of ${_(a.totalSmsParts)}`],[`Vendor status`,t.vendorStatus],[`Your own id`,a.extraId&&(0,E.jsx)(`code`,{children:a.extraId},`extra`)],[`Message id`,a.messageId&&(0,E.jsx)(`code`,{children:a.messageId},`message`)]]})})})]})}export{j as ReportsScreen};
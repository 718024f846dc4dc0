import{S as e,_ as t,g as n,i as r,l as i,n as a,o,s,t as c,v as l,y as u}from"./use-live-DBsm6pen.js";import{c as d,i as f,m as p,s as m,t as h}from"./jsx-runtime-DFPEc5xb.js";import{n as g,t as _}from"./card-CY1nQSVA.js";import{n as v,r as y}from"./timeline-Bi6N706P.js";import{t as b}from"./use-field-values-C_C6DQVE.js";import{m as x}from"./index-DEq1gdgy.js";var S=h(),C=t(`
  query Report($by: DeliveryReportBy!) {
    deliveryReport(by: $by) {
      id
      ...ReportParts
    }
  }
`),w=t(`
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
`),T=t(`
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
`);function E(e){let t=e.get(`extraId`),n=e.get(`messageId`);return t?{extraId:t}:n?{messageId:n}:null}function D({search:e}){let t=E(e),n={kind:t&&`messageId`in t?`messageId`:`extraId`,id:t?Object.values(t)[0]:``},i=b(n);return(0,S.jsxs)(S.Fragment,{children:[(0,S.jsx)(`header`,{className:`head`,children:(0,S.jsxs)(`div`,{children:[(0,S.jsx)(`h1`,{tabIndex:-1,children:`Delivery reports`}),(0,S.jsx)(`p`,{className:`note`,children:`What GMS reports of a message, over every channel that was tried`})]})}),(0,S.jsxs)(`form`,{ref:i,className:`card lookup`,role:`search`,onSubmit:e=>{e.preventDefault();let t=new FormData(e.currentTarget);a(r([`reports`],{[String(t.get(`kind`))]:String(t.get(`id`)??``).trim()}))},children:[(0,S.jsxs)(`label`,{children:[`Look up by`,(0,S.jsxs)(`select`,{name:`kind`,defaultValue:n.kind,children:[(0,S.jsx)(`option`,{value:`extraId`,children:`Your own id, or a tracking id of Routee`}),(0,S.jsx)(`option`,{value:`messageId`,children:`Message id of GMS`})]})]}),(0,S.jsxs)(`label`,{children:[`Id`,(0,S.jsx)(`input`,{name:`id`,required:!0,autoComplete:`off`,spellCheck:!1,defaultValue:n.id})]}),(0,S.jsx)(`button`,{type:`submit`,className:`primary`,children:`Look up`})]}),t?(0,S.jsx)(O,{by:t},JSON.stringify(t)):(0,S.jsx)(o,{title:`No report yet`,children:`Give an id to see what became of its message.`})]})}function O({by:t}){let{data:r,error:a,loading:l,refetch:d}=u(C,t?{variables:{by:t}}:e);c(w,r?.deliveryReport?{by:t}:null);let[f]=n(a);return f&&!r?.deliveryReport?(0,S.jsx)(i,{problem:f,retry:()=>void d()}):r?.deliveryReport?(0,S.jsx)(k,{report:r.deliveryReport}):l?(0,S.jsx)(s,{lines:6}):(0,S.jsx)(o,{title:`There is no such report`})}function k({report:e}){let{status:t,attempts:n,plan:r,...i}=l(T,e);return(0,S.jsxs)(`div`,{className:`columns`,children:[(0,S.jsxs)(`div`,{className:`main`,children:[(0,S.jsxs)(_,{title:`Attempts`,children:[(0,S.jsxs)(`p`,{children:[(0,S.jsx)(y,{state:t.state}),` `,(0,S.jsx)(`span`,{className:`note`,children:t.description})]}),n&&n.length>0?(0,S.jsx)(`ol`,{className:`timeline`,children:n.map(({channel:e,status:{state:t,description:n},reportedAt:r},i)=>(0,S.jsxs)(v,{kind:x(t),at:r??null,children:[(0,S.jsx)(y,{state:t}),` `,(0,S.jsx)(`span`,{className:`channel`,children:p(e)}),n&&(0,S.jsx)(`p`,{className:`note`,children:n})]},i))}):(0,S.jsx)(`p`,{className:`note`,children:`No channel has been tried yet.`})]}),r&&r.length>0&&(0,S.jsx)(_,{title:`Plan`,children:(0,S.jsx)(`ol`,{className:`plan`,children:r.map(({channel:e,ttlSeconds:t},n)=>(0,S.jsxs)(`li`,{children:[(0,S.jsx)(`b`,{children:p(e)}),` `,t!=null&&(0,S.jsxs)(`span`,{className:`note`,children:[`for up to `,d(t)]})]},n))})})]}),(0,S.jsx)(`aside`,{className:`side`,children:(0,S.jsx)(_,{title:`Details`,children:(0,S.jsx)(g,{facts:[[`Recipient`,i.phoneNumber],[`Delivered via`,i.deliveredVia&&p(i.deliveredVia)],[`Last channel`,i.lastChannel&&p(i.lastChannel)],[`Reported`,i.reportedAt&&f(i.reportedAt)],[`Clicks`,i.clicks!=null&&m(i.clicks)],[`SMS parts`,i.totalSmsParts!=null&&`${m(i.deliveredSmsParts??0)} of ${m(i.totalSmsParts)}`],[`Vendor status`,t.vendorStatus],[`Your own id`,i.extraId&&(0,S.jsx)(`code`,{children:i.extraId},`extra`)],[`Message id`,i.messageId&&(0,S.jsx)(`code`,{children:i.messageId},`message`)]]})})})]})}export{D as ReportsScreen};
import{_ as e,a as t,b as n,c as r,g as i,h as a,m as o,n as s,o as c,r as l,t as u}from"./use-live-B1-SjrZF.js";import{f as d,i as f,o as p,s as m,t as h}from"./jsx-runtime-xAx_eUKE.js";import{n as g,t as _}from"./card-ChLCL0N1.js";import{n as v,r as y}from"./timeline-B8FLbExk.js";import{o as b}from"./states-Cy2Y3kU3.js";var x=h(),S=a(`
  query Report($by: DeliveryReportBy!) {
    deliveryReport(by: $by) {
      id
      ...ReportParts
    }
  }
`),C=a(`
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
`),w=a(`
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
`);function T(e){let t=e.get(`extraId`),n=e.get(`messageId`);return t?{extraId:t}:n?{messageId:n}:null}function E({search:e}){let n=T(e),r=n&&`messageId`in n?`messageId`:`extraId`;return(0,x.jsxs)(x.Fragment,{children:[(0,x.jsx)(`header`,{className:`head`,children:(0,x.jsxs)(`div`,{children:[(0,x.jsx)(`h1`,{tabIndex:-1,children:`Delivery reports`}),(0,x.jsx)(`p`,{className:`note`,children:`What GMS reports of a message, over every channel that was tried`})]})}),(0,x.jsxs)(`form`,{className:`card lookup`,role:`search`,onSubmit:e=>{e.preventDefault();let t=new FormData(e.currentTarget);s(l([`reports`],{[String(t.get(`kind`))]:String(t.get(`id`)??``).trim()}))},children:[(0,x.jsxs)(`label`,{children:[`Look up by`,(0,x.jsxs)(`select`,{name:`kind`,defaultValue:r,children:[(0,x.jsx)(`option`,{value:`extraId`,children:`Your own id, or a tracking id of Routee`}),(0,x.jsx)(`option`,{value:`messageId`,children:`Message id of GMS`})]})]}),(0,x.jsxs)(`label`,{children:[`Id`,(0,x.jsx)(`input`,{name:`id`,required:!0,autoComplete:`off`,spellCheck:!1,defaultValue:n?Object.values(n)[0]:``})]}),(0,x.jsx)(`button`,{type:`submit`,className:`primary`,children:`Look up`})]},e.toString()),n?(0,x.jsx)(D,{by:n},JSON.stringify(n)):(0,x.jsx)(t,{title:`No report yet`,children:`Give an id to see what became of its message.`})]})}function D({by:i}){let{data:a,error:s,loading:l,refetch:d}=e(S,i?{variables:{by:i}}:n);u(C,a?.deliveryReport?{by:i}:null);let[f]=o(s);return f&&!a?.deliveryReport?(0,x.jsx)(r,{problem:f,retry:()=>void d()}):a?.deliveryReport?(0,x.jsx)(O,{report:a.deliveryReport}):l?(0,x.jsx)(c,{lines:6}):(0,x.jsx)(t,{title:`There is no such report`})}function O({report:e}){let{status:t,attempts:n,plan:r,...a}=i(w,e);return(0,x.jsxs)(`div`,{className:`columns`,children:[(0,x.jsxs)(`div`,{className:`main`,children:[(0,x.jsxs)(_,{title:`Attempts`,children:[(0,x.jsxs)(`p`,{children:[(0,x.jsx)(y,{state:t.state}),` `,(0,x.jsx)(`span`,{className:`note`,children:t.description})]}),n&&n.length>0?(0,x.jsx)(`ol`,{className:`timeline`,children:n.map(({channel:e,status:{state:t,description:n},reportedAt:r},i)=>(0,x.jsxs)(v,{kind:b(t),at:r??null,children:[(0,x.jsx)(y,{state:t}),` `,(0,x.jsx)(`span`,{className:`channel`,children:d(e)}),n&&(0,x.jsx)(`p`,{className:`note`,children:n})]},i))}):(0,x.jsx)(`p`,{className:`note`,children:`No channel has been tried yet.`})]}),r&&r.length>0&&(0,x.jsx)(_,{title:`Plan`,children:(0,x.jsx)(`ol`,{className:`plan`,children:r.map(({channel:e,ttlSeconds:t},n)=>(0,x.jsxs)(`li`,{children:[(0,x.jsx)(`b`,{children:d(e)}),` `,t!=null&&(0,x.jsxs)(`span`,{className:`note`,children:[`for up to `,m(t)]})]},n))})})]}),(0,x.jsx)(`aside`,{className:`side`,children:(0,x.jsx)(_,{title:`Details`,children:(0,x.jsx)(g,{facts:[[`Recipient`,a.phoneNumber],[`Delivered via`,a.deliveredVia&&d(a.deliveredVia)],[`Last channel`,a.lastChannel&&d(a.lastChannel)],[`Reported`,a.reportedAt&&f(a.reportedAt)],[`Clicks`,a.clicks!=null&&p(a.clicks)],[`SMS parts`,a.totalSmsParts!=null&&`${p(a.deliveredSmsParts??0)} of ${p(a.totalSmsParts)}`],[`Vendor status`,t.vendorStatus],[`Your own id`,a.extraId&&(0,x.jsx)(`code`,{children:a.extraId},`extra`)],[`Message id`,a.messageId&&(0,x.jsx)(`code`,{children:a.messageId},`message`)]]})})})]})}export{E as ReportsScreen};
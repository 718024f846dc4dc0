import{a as e,d as t,i as n,l as r,m as i,n as a,s as o,t as s,u as c}from"./route-DVyyqXXo.js";import{d as l,i as u,o as d,t as f}from"./jsx-runtime-B3FhO-R9.js";import{o as p,t as m}from"./use-live-DEbjG7gL.js";import{n as h,t as g}from"./card-CXDNDmge.js";import{n as _,r as v}from"./timeline-BrraO9Me.js";import{o as y}from"./states-Cy2Y3kU3.js";var b=f(),x=c(`
  query Report($by: DeliveryReportBy!) {
    deliveryReport(by: $by) {
      id
      ...ReportParts
    }
  }
`),S=c(`
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
`),C=c(`
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
`);function w(e){let t=e.get(`extraId`),n=e.get(`messageId`);return t?{extraId:t}:n?{messageId:n}:null}function T({search:e}){let t=w(e),r=t&&`messageId`in t?`messageId`:`extraId`;return(0,b.jsxs)(b.Fragment,{children:[(0,b.jsx)(`header`,{className:`head`,children:(0,b.jsxs)(`div`,{children:[(0,b.jsx)(`h1`,{tabIndex:-1,children:`Delivery reports`}),(0,b.jsx)(`p`,{className:`note`,children:`What GMS reports of a message, over every channel that was tried`})]})}),(0,b.jsxs)(`form`,{className:`card filters`,role:`search`,onSubmit:e=>{e.preventDefault();let t=new FormData(e.currentTarget);s(a([`reports`],{[String(t.get(`kind`))]:String(t.get(`id`)??``).trim()}))},children:[(0,b.jsxs)(`label`,{className:`grows`,children:[`Look up by`,(0,b.jsxs)(`select`,{name:`kind`,defaultValue:r,children:[(0,b.jsx)(`option`,{value:`extraId`,children:`Your own id, or a tracking id of Routee`}),(0,b.jsx)(`option`,{value:`messageId`,children:`Message id of GMS`})]})]}),(0,b.jsxs)(`label`,{className:`grows`,children:[`Id`,(0,b.jsx)(`input`,{name:`id`,required:!0,autoComplete:`off`,spellCheck:!1,defaultValue:t?Object.values(t)[0]:``})]}),(0,b.jsx)(`button`,{type:`submit`,className:`primary`,children:`Look up`})]},e.toString()),t?(0,b.jsx)(E,{by:t},JSON.stringify(t)):(0,b.jsx)(n,{title:`No report yet`,children:`Give an id to see what became of its message.`})]})}function E({by:a}){let{data:s,error:c,loading:l,refetch:u}=t(x,a?{variables:{by:a}}:i);m(S,s?.deliveryReport?{by:a}:null);let[d]=r(c);return d&&!s?.deliveryReport?(0,b.jsx)(o,{problem:d,retry:()=>void u()}):s?.deliveryReport?(0,b.jsx)(D,{report:s.deliveryReport}):l?(0,b.jsx)(e,{lines:6}):(0,b.jsx)(n,{title:`There is no such report`})}function D({report:e}){let{status:t,attempts:n,plan:r,...i}=p(C,e);return(0,b.jsxs)(`div`,{className:`columns`,children:[(0,b.jsxs)(`div`,{className:`main`,children:[(0,b.jsxs)(g,{title:`Attempts`,children:[(0,b.jsxs)(`p`,{children:[(0,b.jsx)(v,{state:t.state}),` `,(0,b.jsx)(`span`,{className:`note`,children:t.description})]}),n&&n.length>0?(0,b.jsx)(`ol`,{className:`timeline`,children:n.map(({channel:e,status:{state:t,description:n},reportedAt:r},i)=>(0,b.jsxs)(_,{kind:y(t),at:r??null,children:[(0,b.jsx)(v,{state:t}),` `,(0,b.jsx)(`span`,{className:`channel`,children:l(e)}),n&&(0,b.jsx)(`p`,{className:`note`,children:n})]},i))}):(0,b.jsx)(`p`,{className:`note`,children:`No channel has been tried yet.`})]}),r&&r.length>0&&(0,b.jsx)(g,{title:`Plan`,children:(0,b.jsx)(`ol`,{className:`plan`,children:r.map(({channel:e,ttlSeconds:t},n)=>(0,b.jsxs)(`li`,{children:[(0,b.jsx)(`b`,{children:l(e)}),` `,t!=null&&(0,b.jsxs)(`span`,{className:`note`,children:[`for up to `,d(t),` s`]})]},n))})})]}),(0,b.jsx)(`aside`,{className:`side`,children:(0,b.jsx)(g,{title:`Facts`,children:(0,b.jsx)(h,{facts:[[`Recipient`,i.phoneNumber],[`Delivered via`,i.deliveredVia&&l(i.deliveredVia)],[`Last channel`,i.lastChannel&&l(i.lastChannel)],[`Reported`,i.reportedAt&&u(i.reportedAt)],[`Clicks`,i.clicks!=null&&d(i.clicks)],[`SMS parts`,i.totalSmsParts!=null&&`${d(i.deliveredSmsParts??0)} of ${d(i.totalSmsParts)}`],[`The vendor’s number`,t.vendorStatus],[`Your own id`,i.extraId&&(0,b.jsx)(`code`,{children:i.extraId},`extra`)],[`Message id`,i.messageId&&(0,b.jsx)(`code`,{children:i.messageId},`message`)]]})})})]})}export{T as ReportsScreen};
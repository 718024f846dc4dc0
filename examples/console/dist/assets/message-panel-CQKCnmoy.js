import{E as e,S as t,c as n,d as r,f as i,i as a,m as o,w as s,x as c}from"./use-live-BPHwvYDi.js";import{_ as l,c as u,h as d,i as f,m as p,n as m,r as h,t as g}from"./jsx-runtime-DFPEc5xb.js";import{n as _}from"./card-CY1nQSVA.js";import{r as v,t as y}from"./timeline-BYF5_ThX.js";var b=l(d(),1),x=g(),S=s(`
  query Message($trackingId: ID!) {
    viberMessage(trackingId: $trackingId) {
      id
      trackingId
      to
      from
      country
      price
      ttlSeconds
      status {
        state
        isFinal
        detailedStatus
        description
        vendorStatus
        updatedAt
      }
      timeline {
        ...TimelineEntryParts
      }
      deliveryReport {
        id
        extraId
        deliveredVia
      }
    }
  }
`);function C({trackingId:s}){let{data:l,error:d,loading:g,refetch:C}=e(S,{variables:{trackingId:s},...a}),w=l?.viberMessage,[T]=t(d),E=w&&`${w.status.state} ${w.status.updatedAt}`,D=(0,b.useRef)(E);if((0,b.useEffect)(()=>{D.current&&E&&D.current!==E&&C(),D.current=E},[E,C]),!w)return T?(0,x.jsx)(o,{problem:T,retry:()=>void C()}):g?(0,x.jsx)(r,{}):(0,x.jsx)(i,{retry:()=>void C()});let{status:O,timeline:k,deliveryReport:A}=w,j=c(d,`viberMessage.timeline`);return(0,x.jsxs)(x.Fragment,{children:[(0,x.jsxs)(`p`,{children:[(0,x.jsx)(v,{state:O.state}),` `,O.description&&(0,x.jsx)(`span`,{className:`note`,children:O.description})]}),(0,x.jsx)(`h3`,{children:`Timeline`}),k?(0,x.jsx)(y,{entries:k}):j?(0,x.jsx)(o,{problem:j,retry:()=>void C()}):g?(0,x.jsx)(r,{lines:2}):(0,x.jsx)(i,{retry:()=>void C()}),(0,x.jsx)(_,{facts:[[`Recipient`,w.to],[`Country`,w.country&&h(w.country)],[`From`,w.from],[`Reason`,O.detailedStatus],[`Vendor status`,O.vendorStatus],[`Since`,O.updatedAt&&f(O.updatedAt)],[`Price`,w.price!=null&&m(w.price)],[`Time to live`,w.ttlSeconds!=null&&u(w.ttlSeconds)],[`Tracking id`,(0,x.jsx)(`code`,{children:s},`id`)],[`Delivery report`,A?.extraId&&(0,x.jsx)(`a`,{href:n([`reports`],{extraId:A.extraId}),children:A.deliveredVia?`Delivered via ${p(A.deliveredVia)}`:`Open`},`report`)]]})]})}function w({trackingId:e,close:t}){let n=(0,b.useRef)(null);return(0,b.useEffect)(()=>{let e=document.activeElement;return n.current?.focus(),()=>{e instanceof HTMLElement&&!document.activeElement?.closest(`table`)&&e.focus()}},[]),(0,x.jsxs)(`aside`,{className:`panel`,"aria-label":`Message`,onKeyDown:e=>e.key===`Escape`&&t(),children:[(0,x.jsxs)(`header`,{children:[(0,x.jsx)(`h3`,{ref:n,tabIndex:-1,children:`Message`}),(0,x.jsx)(`button`,{type:`button`,className:`small`,onClick:t,children:`Close`})]}),(0,x.jsx)(C,{trackingId:e})]})}export{w as n,C as t};
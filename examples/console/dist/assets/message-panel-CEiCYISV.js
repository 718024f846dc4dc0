import{_ as e,c as t,h as n,m as r,o as i,p as a,r as o}from"./use-live-B1-SjrZF.js";import{f as s,h as c,i as l,n as u,p as d,r as f,s as p,t as m}from"./jsx-runtime-xAx_eUKE.js";import{n as h}from"./card-ChLCL0N1.js";import{r as g,t as _}from"./timeline-B8FLbExk.js";var v=c(d(),1),y=m(),b=n(`
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
`);function x({trackingId:n}){let{data:c,error:d,loading:m,refetch:x}=e(b,{variables:{trackingId:n},fetchPolicy:`cache-and-network`}),S=c?.viberMessage,[C]=r(d),w=S&&`${S.status.state} ${S.status.updatedAt}`,T=(0,v.useRef)(w);if((0,v.useEffect)(()=>{T.current&&w&&T.current!==w&&x(),T.current=w},[w,x]),!S)return C?(0,y.jsx)(t,{problem:C,retry:()=>void x()}):m?(0,y.jsx)(i,{}):null;let{status:E,timeline:D,deliveryReport:O}=S,k=a(d,`viberMessage.timeline`);return(0,y.jsxs)(y.Fragment,{children:[(0,y.jsxs)(`p`,{children:[(0,y.jsx)(g,{state:E.state}),` `,E.description&&(0,y.jsx)(`span`,{className:`note`,children:E.description})]}),(0,y.jsx)(`h3`,{children:`Timeline`}),D?(0,y.jsx)(_,{entries:D}):k?(0,y.jsx)(t,{problem:k}):(0,y.jsx)(i,{lines:2}),(0,y.jsx)(h,{facts:[[`Recipient`,S.to],[`Country`,S.country&&f(S.country)],[`From`,S.from],[`Reason`,E.detailedStatus],[`Vendor status`,E.vendorStatus],[`Since`,E.updatedAt&&l(E.updatedAt)],[`Price`,S.price!=null&&u(S.price)],[`Time to live`,S.ttlSeconds!=null&&p(S.ttlSeconds)],[`Tracking id`,(0,y.jsx)(`code`,{children:n},`id`)],[`Delivery report`,O?.extraId&&(0,y.jsx)(`a`,{href:o([`reports`],{extraId:O.extraId}),children:O.deliveredVia?`Delivered via ${s(O.deliveredVia)}`:`Open`},`report`)]]})]})}function S({trackingId:e,close:t}){let n=(0,v.useRef)(null);return(0,v.useEffect)(()=>{let e=document.activeElement;return n.current?.focus(),()=>{e instanceof HTMLElement&&!document.activeElement?.closest(`table`)&&e.focus()}},[]),(0,y.jsxs)(`aside`,{className:`panel`,"aria-label":`Message`,onKeyDown:e=>e.key===`Escape`&&t(),children:[(0,y.jsxs)(`header`,{children:[(0,y.jsx)(`h3`,{ref:n,tabIndex:-1,children:`Message`}),(0,y.jsx)(`button`,{type:`button`,className:`small`,onClick:t,children:`Close`})]}),(0,y.jsx)(x,{trackingId:e})]})}export{S as n,x as t};
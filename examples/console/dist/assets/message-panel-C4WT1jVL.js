import{_ as e,g as t,h as n,i as r,l as i,s as a,y as o}from"./use-live-DBsm6pen.js";import{_ as s,c,h as l,i as u,m as d,n as f,r as p,t as m}from"./jsx-runtime-DFPEc5xb.js";import{n as h}from"./card-CY1nQSVA.js";import{r as g,t as _}from"./timeline-Bi6N706P.js";var v=s(l(),1),y=m(),b=e(`
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
`);function x({trackingId:e}){let{data:s,error:l,loading:m,refetch:x}=o(b,{variables:{trackingId:e},fetchPolicy:`cache-and-network`}),S=s?.viberMessage,[C]=t(l),w=S&&`${S.status.state} ${S.status.updatedAt}`,T=(0,v.useRef)(w);if((0,v.useEffect)(()=>{T.current&&w&&T.current!==w&&x(),T.current=w},[w,x]),!S)return C?(0,y.jsx)(i,{problem:C,retry:()=>void x()}):m?(0,y.jsx)(a,{}):null;let{status:E,timeline:D,deliveryReport:O}=S,k=n(l,`viberMessage.timeline`);return(0,y.jsxs)(y.Fragment,{children:[(0,y.jsxs)(`p`,{children:[(0,y.jsx)(g,{state:E.state}),` `,E.description&&(0,y.jsx)(`span`,{className:`note`,children:E.description})]}),(0,y.jsx)(`h3`,{children:`Timeline`}),D?(0,y.jsx)(_,{entries:D}):k?(0,y.jsx)(i,{problem:k}):(0,y.jsx)(a,{lines:2}),(0,y.jsx)(h,{facts:[[`Recipient`,S.to],[`Country`,S.country&&p(S.country)],[`From`,S.from],[`Reason`,E.detailedStatus],[`Vendor status`,E.vendorStatus],[`Since`,E.updatedAt&&u(E.updatedAt)],[`Price`,S.price!=null&&f(S.price)],[`Time to live`,S.ttlSeconds!=null&&c(S.ttlSeconds)],[`Tracking id`,(0,y.jsx)(`code`,{children:e},`id`)],[`Delivery report`,O?.extraId&&(0,y.jsx)(`a`,{href:r([`reports`],{extraId:O.extraId}),children:O.deliveredVia?`Delivered via ${d(O.deliveredVia)}`:`Open`},`report`)]]})]})}function S({trackingId:e,close:t}){let n=(0,v.useRef)(null);return(0,v.useEffect)(()=>{let e=document.activeElement;return n.current?.focus(),()=>{e instanceof HTMLElement&&!document.activeElement?.closest(`table`)&&e.focus()}},[]),(0,y.jsxs)(`aside`,{className:`panel`,"aria-label":`Message`,onKeyDown:e=>e.key===`Escape`&&t(),children:[(0,y.jsxs)(`header`,{children:[(0,y.jsx)(`h3`,{ref:n,tabIndex:-1,children:`Message`}),(0,y.jsx)(`button`,{type:`button`,className:`small`,onClick:t,children:`Close`})]}),(0,y.jsx)(x,{trackingId:e})]})}export{S as n,x as t};
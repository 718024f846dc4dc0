import{a as e,c as t,d as n,l as r,n as i,s as a,u as o}from"./route-DVyyqXXo.js";import{d as s,f as c,i as l,m as u,n as d,o as f,r as p,t as m}from"./jsx-runtime-B3FhO-R9.js";import{n as h}from"./card-CXDNDmge.js";import{r as g,t as _}from"./timeline-BrraO9Me.js";var v=u(c(),1),y=m(),b=o(`
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
`);function x({trackingId:o}){let{data:c,error:u,loading:m,refetch:x}=n(b,{variables:{trackingId:o},fetchPolicy:`cache-and-network`}),S=c?.viberMessage,[C]=r(u),w=S&&`${S.status.state} ${S.status.updatedAt}`,T=(0,v.useRef)(w);if((0,v.useEffect)(()=>{T.current&&w&&T.current!==w&&x(),T.current=w},[w,x]),!S)return C?(0,y.jsx)(a,{problem:C,retry:()=>void x()}):m?(0,y.jsx)(e,{}):null;let{status:E,timeline:D,deliveryReport:O}=S,k=t(u,`viberMessage.timeline`);return(0,y.jsxs)(y.Fragment,{children:[(0,y.jsxs)(`p`,{children:[(0,y.jsx)(g,{state:E.state}),` `,E.description&&(0,y.jsx)(`span`,{className:`note`,children:E.description})]}),(0,y.jsx)(`h3`,{children:`What happened`}),D?(0,y.jsx)(_,{entries:D}):k?(0,y.jsx)(a,{problem:k}):(0,y.jsx)(e,{lines:2}),(0,y.jsx)(h,{facts:[[`Recipient`,S.to],[`Country`,S.country&&p(S.country)],[`From`,S.from],[`Reason`,E.detailedStatus],[`The vendor’s word`,E.vendorStatus],[`Since`,E.updatedAt&&l(E.updatedAt)],[`Price`,S.price!=null&&d(S.price)],[`Time to live`,S.ttlSeconds!=null&&`${f(S.ttlSeconds)} s`],[`Tracking id`,(0,y.jsx)(`code`,{children:o},`id`)],[`Delivery report`,O?.extraId&&(0,y.jsx)(`a`,{href:i([`reports`],{extraId:O.extraId}),children:O.deliveredVia?`Delivered via ${s(O.deliveredVia)}`:`Open`},`report`)]]})]})}function S({trackingId:e,close:t}){let n=(0,v.useRef)(null);return(0,v.useEffect)(()=>n.current?.focus(),[]),(0,y.jsxs)(`aside`,{className:`panel`,"aria-label":`Message`,onKeyDown:e=>e.key===`Escape`&&t(),children:[(0,y.jsxs)(`header`,{children:[(0,y.jsx)(`h3`,{ref:n,tabIndex:-1,children:`Message`}),(0,y.jsx)(`button`,{type:`button`,className:`small`,onClick:t,children:`Close`})]}),(0,y.jsx)(x,{trackingId:e})]})}export{S as n,x as t};
import{b as e,c as t,n,w as r}from"./use-live-BPHwvYDi.js";import{t as i}from"./card-CY1nQSVA.js";import{t as a}from"./message-panel-CQKCnmoy.js";import{t as o}from"./jsx-runtime-DFPEc5xb.js";var s=o(),c=r(`
  subscription MessageUpdated($trackingId: ID!, $after: String) {
    viberMessageUpdated(trackingId: $trackingId, after: $after) {
      cursor
      isLast
      viberMessage {
        id
        trackingId
        price
        status {
          state
          isFinal
          detailedStatus
          description
          vendorStatus
          updatedAt
        }
      }
    }
  }
`);function l({trackingId:r}){n(c,{trackingId:r});let{sends:o}=e();return(0,s.jsxs)(s.Fragment,{children:[(0,s.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:o?(0,s.jsx)(`a`,{href:t([`send`]),children:`Send`}):(0,s.jsx)(`a`,{href:t([`campaigns`]),children:`Campaigns`})}),(0,s.jsx)(`header`,{className:`head`,children:(0,s.jsx)(`h1`,{tabIndex:-1,children:`Message`})}),(0,s.jsx)(i,{title:`Delivery`,className:`narrow`,children:(0,s.jsx)(a,{trackingId:r})})]})}export{l as MessageScreen};
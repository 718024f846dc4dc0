import{h as e,r as t,t as n}from"./use-live-B1-SjrZF.js";import{t as r}from"./card-ChLCL0N1.js";import{t as i}from"./message-panel-CEiCYISV.js";import{t as a}from"./jsx-runtime-xAx_eUKE.js";var o=a(),s=e(`
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
`);function c({trackingId:e}){return n(s,{trackingId:e}),(0,o.jsxs)(o.Fragment,{children:[(0,o.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,o.jsx)(`a`,{href:t([`send`]),children:`Send`})}),(0,o.jsx)(`header`,{className:`head`,children:(0,o.jsx)(`h1`,{tabIndex:-1,children:`Message`})}),(0,o.jsx)(r,{title:`Delivery`,className:`narrow`,children:(0,o.jsx)(i,{trackingId:e})})]})}export{c as MessageScreen};
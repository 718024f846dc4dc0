import{n as e,u as t}from"./route-DVyyqXXo.js";import{t as n}from"./use-live-DEbjG7gL.js";import{t as r}from"./card-CXDNDmge.js";import{t as i}from"./message-panel-Bp24NbgR.js";import{t as a}from"./jsx-runtime-B3FhO-R9.js";var o=a(),s=t(`
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
`);function c({trackingId:t}){return n(s,{trackingId:t}),(0,o.jsxs)(o.Fragment,{children:[(0,o.jsx)(`nav`,{className:`crumbs`,"aria-label":`Back`,children:(0,o.jsx)(`a`,{href:e([`send`]),children:`Send`})}),(0,o.jsx)(`header`,{className:`head`,children:(0,o.jsx)(`h1`,{tabIndex:-1,children:`Message`})}),(0,o.jsx)(r,{title:`Delivery`,className:`narrow`,children:(0,o.jsx)(i,{trackingId:t})})]})}export{c as MessageScreen};
import{_ as e,h as t,t as n}from"./jsx-runtime-DFPEc5xb.js";import{T as r,w as i}from"./use-live-BPHwvYDi.js";var a=e(t(),1),o=n(),s=i(`
  fragment Content on ViberContent {
    kind
    text
    imageUrl
    action {
      caption
      targetUrl
    }
    file {
      name
      type
      url
    }
    video {
      url
      thumbnailUrl
      durationSeconds
    }
  }
`),c=({content:e,sender:t})=>(0,o.jsx)(l,{content:r(s,e),sender:t});function l({content:e,sender:t}){let{text:n,imageUrl:r,action:i,file:a,video:s}=e,c=r??s?.thumbnailUrl;return(0,o.jsxs)(`figure`,{className:`phone`,"aria-label":`The message on a phone`,children:[(0,o.jsx)(`figcaption`,{dir:`auto`,children:t??`Your sender`}),(0,o.jsx)(`div`,{className:`screen`,children:n||c||a||i?(0,o.jsxs)(`div`,{className:`bubble`,children:[c&&(0,o.jsx)(u,{url:c,isVideo:!r},c),a&&(0,o.jsx)(`p`,{className:`file`,dir:`auto`,children:a.name??`File`}),n&&(0,o.jsx)(`p`,{dir:`auto`,children:n}),i?.caption&&(0,o.jsx)(`span`,{className:`action`,dir:`auto`,children:i.caption})]}):(0,o.jsx)(`p`,{className:`note`,children:`Nothing yet`})})]})}function u({url:e,isVideo:t}){let[n,r]=(0,a.useState)(`hidden`),i=(0,a.useRef)(null),s=(0,a.useRef)(null);return(0,a.useEffect)(()=>{n!==`hidden`&&document.activeElement===document.body&&(i.current??s.current)?.focus()},[n]),n===`shown`?(0,o.jsx)(`img`,{ref:i,tabIndex:-1,src:e,alt:d(e),referrerPolicy:`no-referrer`,onError:()=>r(`failed`)}):(0,o.jsxs)(`div`,{className:`picture`,ref:s,tabIndex:-1,children:[(0,o.jsx)(`span`,{className:`name`,children:d(e)}),n===`failed`?(0,o.jsx)(`span`,{children:`It could not be loaded.`}):(0,o.jsx)(`button`,{type:`button`,className:`small`,onClick:()=>r(`shown`),children:t?`Show first frame`:`Show image`})]})}var d=e=>e.split(`/`).at(-1)||e;export{l as n,c as t};
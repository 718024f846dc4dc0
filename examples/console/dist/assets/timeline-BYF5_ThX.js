import{i as e,m as t,o as n,t as r}from"./jsx-runtime-DFPEc5xb.js";import{T as i,w as a}from"./use-live-BPHwvYDi.js";import{g as o}from"./index-CNu2LjW3.js";var s=r(),c=({state:e})=>(0,s.jsx)(`span`,{className:`badge is-${o(e)}`,children:t(e)}),l=a(`
  fragment TimelineEntryParts on TimelineEntry {
    at
    order
    channel
    state
    detailedStatus
    description
  }
`),u=({entries:e,showsChannel:n=!1})=>(0,s.jsx)(`ol`,{className:`timeline`,children:i(l,e).map(({at:e,order:r,channel:i,state:a,detailedStatus:l,description:u},f)=>(0,s.jsxs)(d,{kind:o(a),at:e??null,children:[(0,s.jsx)(c,{state:a}),n&&(0,s.jsxs)(`span`,{className:`channel`,children:[r?`${r}. `:``,t(i)]}),(l||u)&&(0,s.jsx)(`p`,{className:`note`,children:[l,u].filter(Boolean).join(` · `)})]},f))}),d=({kind:t,at:r,children:i})=>(0,s.jsxs)(`li`,{className:`is-${t}`,children:[(0,s.jsx)(`div`,{children:i}),r?(0,s.jsx)(`time`,{dateTime:r,title:e(r),children:n(r)}):(0,s.jsx)(`span`,{className:`note`,children:`time not known`})]});export{d as n,c as r,u as t};
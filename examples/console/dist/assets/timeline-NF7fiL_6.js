import{i as e,s as t,t as n,u as r}from"./jsx-runtime-DLHC9JVy.js";import{u as i}from"./route-DQAxVv5O.js";import{r as a}from"./use-live-mFiXw5Pr.js";import{o}from"./states-Cy2Y3kU3.js";var s=n(),c=({state:e})=>(0,s.jsx)(`span`,{className:`badge is-${o(e)}`,children:r(e)}),l=i(`
  fragment TimelineEntryParts on TimelineEntry {
    at
    order
    channel
    state
    detailedStatus
    description
  }
`),u=({entries:e,showsChannel:t=!1})=>(0,s.jsx)(`ol`,{className:`timeline`,children:a(l,e).map(({at:e,order:n,channel:i,state:a,detailedStatus:l,description:u},f)=>(0,s.jsxs)(d,{kind:o(a),at:e??null,children:[(0,s.jsx)(c,{state:a}),t&&(0,s.jsxs)(`span`,{className:`channel`,children:[n?`${n}. `:``,r(i)]}),(l||u)&&(0,s.jsx)(`p`,{className:`note`,children:[l,u].filter(Boolean).join(` · `)})]},f))}),d=({kind:n,at:r,children:i})=>(0,s.jsxs)(`li`,{className:`is-${n}`,children:[(0,s.jsx)(`div`,{children:i}),r?(0,s.jsx)(`time`,{dateTime:r,title:e(r),children:t(r)}):(0,s.jsx)(`span`,{className:`note`,children:`time not told`})]});export{d as n,c as r,u as t};
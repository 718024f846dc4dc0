import{_ as e,c as t,g as n,i as r,l as i,n as a,o,r as s,s as c,t as l,v as u,y as d}from"./use-live-DBsm6pen.js";import{_ as f,f as p,h as m,i as h,m as g,n as _,s as v,t as y}from"./jsx-runtime-DFPEc5xb.js";import{h as b,m as x}from"./index-DEq1gdgy.js";import{t as S}from"./flow-badge-DJwHyjeZ.js";import{t as C}from"./use-field-values-C_C6DQVE.js";var w=f(m(),1);function T(e){let t=new Date(e!==null&&/^\d{4}-\d\d-\d\d/.test(e)?e:NaN);return Number.isNaN(t.getTime())?null:t.toISOString()}function E(e){let t=T(e);if(t===null)return``;let n=new Date(t);return n.setMinutes(n.getMinutes()-n.getTimezoneOffset()),n.toISOString().slice(0,19).replace(/:00$/,``)}var D=y(),O=[`QUEUED`,`IN_PROGRESS`,`SUCCEEDED`,`FAILED`],k=[`VIBER`,`SMS`,`VOICE`],A=[`STANDARD`,`TRANSACTIONAL`],j=600,M={min:`0001-01-01T00:00`,max:`9999-12-31T23:59`};function N({search:e,hidesNumbers:t}){let n=Object.fromEntries(P.map(t=>[t,I(t,e.get(t))])),i=C(n),o=(0,w.useRef)(void 0),c=e.toString();(0,w.useEffect)(()=>()=>clearTimeout(o.current),[c]);let l=t=>{if(clearTimeout(o.current),!i.current)return;let a=[...i.current.elements],s=new Set(a.filter(({validity:e})=>e.badInput).map(({name:e})=>e)),c=[...new FormData(i.current)].map(([t,r])=>{let i=String(r).trim();return[t,F(t)&&(s.has(t)||i===n[t])?e.get(t)??``:L(t,i)]}),l=r([`flows`],Object.fromEntries(c));l!==r([`flows`],Object.fromEntries(e))&&t(l)},u=()=>{clearTimeout(o.current),o.current=setTimeout(()=>l(s),j)},d=e=>({name:e,defaultValue:n[e],onBlur:()=>l(s)});return(0,D.jsxs)(`form`,{ref:i,noValidate:!0,className:`filters card`,role:`search`,"aria-label":`Filter`,onChange:({target:e})=>e.matches(`select`)&&l(a),onKeyDown:e=>e.key===`Enter`&&e.target instanceof HTMLInputElement&&l(s),onSubmit:e=>e.preventDefault(),children:[(0,D.jsx)(R,{name:`status`,label:`Status`,values:O,chosen:n.status}),(0,D.jsx)(R,{name:`channel`,label:`Uses`,values:k,chosen:n.channel}),(0,D.jsx)(R,{name:`endedBy`,label:`Ended by`,values:k,chosen:n.endedBy}),(0,D.jsx)(R,{name:`kind`,label:`Kind`,values:A,chosen:n.kind}),(0,D.jsxs)(`label`,{children:[`From`,(0,D.jsx)(`input`,{type:`datetime-local`,...M,onChange:u,...d(`from`)})]}),(0,D.jsxs)(`label`,{children:[`Until`,(0,D.jsx)(`input`,{type:`datetime-local`,...M,onChange:u,...d(`until`)})]}),t?(0,D.jsx)(`p`,{className:`note`,children:`Numbers are masked for this key, which may not search by them.`}):(0,D.jsxs)(`label`,{children:[`Recipient`,(0,D.jsx)(`input`,{type:`tel`,placeholder:`+30…`,...d(`recipient`)})]}),e.size>0&&(0,D.jsx)(`a`,{className:`clear`,href:r([`flows`]),children:`Clear`})]})}var P=[`status`,`channel`,`endedBy`,`kind`,`from`,`until`,`recipient`],F=e=>e===`from`||e===`until`,I=(e,t)=>F(e)?E(t):t??``,L=(e,t)=>F(e)?T(t):t,R=({name:e,label:t,values:n,chosen:r})=>(0,D.jsxs)(`label`,{children:[t,(0,D.jsxs)(`select`,{name:e,defaultValue:r,children:[(0,D.jsx)(`option`,{value:``,children:`Any`}),n.map(e=>(0,D.jsx)(`option`,{value:e,children:g(e)},e))]})]}),z=e(`
  query Flows($filter: FailoverFlowFilter, $first: Int!, $after: String) {
    failoverFlows(filter: $filter, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      edges {
        cursor
        node {
          id
          trackingId
          ...FlowRow
        }
      }
    }
  }
`),B=e(`
  fragment FlowRow on FailoverFlow {
    trackingId
    status
    kind
    createdAt
    terminationChannel
    totalPrice
    steps {
      order
      channel
      to
      status {
        state
      }
    }
  }
`),V=e(`
  subscription FlowChanges($after: String) {
    deliveryEventAdded(filter: { kinds: [FAILOVER_FLOW] }, after: $after) {
      cursor
      subject {
        ... on FailoverFlow {
          id
          trackingId
          ...FlowRow
        }
      }
    }
  }
`),H=25,U=[`from`,`until`];function W(e){let t={status:e.get(`status`),kind:e.get(`kind`),channel:e.get(`channel`),terminationChannel:e.get(`endedBy`),recipient:e.get(`recipient`),createdFrom:T(e.get(`from`)),createdUntil:T(e.get(`until`))};return Object.fromEntries(Object.entries(t).filter(([,e])=>e))}function G({search:e}){let a=W(e),{data:s,previousData:f,error:m,loading:y,refetch:C,fetchMore:E}=d(z,{variables:{filter:a,first:H}}),O=(s??f)?.failoverFlows,k=O?.edges.flatMap(e=>e?.node?[u(B,e.node)]:[])??[],[A,j]=(0,w.useState)(!1);l(V,{},({deliveryEventAdded:e})=>{let t=e?.subject;t&&`trackingId`in t&&O&&!k.some(({trackingId:e})=>e===t.trackingId)&&j(!0)});let M=()=>{j(!1),document.querySelector(`main h1`)?.focus(),C()},[P]=n(m),F=P?.code===`FORBIDDEN`&&e.has(`recipient`)||k.some(({steps:e})=>e.some(({to:e})=>e&&p(e))),I=U.map(t=>e.get(t)).filter(e=>e&&T(e)===null);return(0,D.jsxs)(D.Fragment,{children:[(0,D.jsxs)(`header`,{className:`head`,children:[(0,D.jsxs)(`div`,{children:[(0,D.jsx)(`h1`,{tabIndex:-1,children:`Failover flows`}),(0,D.jsx)(`p`,{className:`note`,children:O?`${v(O.totalCount)} found, newest first`:`One message over several channels in turn`})]}),(0,D.jsx)(b,{label:`Open by tracking id`,path:`flows`})]}),(0,D.jsx)(N,{search:e,hidesNumbers:F}),I.length>0&&(0,D.jsx)(t,{title:`Left out: ${I.map(e=>`“${e}”`).join(`, `)}`,kind:`warning`,children:(0,D.jsx)(`p`,{children:`A time in the address is written as 2026-11-30T10:00:00Z.`})}),A&&(0,D.jsx)(`button`,{type:`button`,onClick:M,children:`Another flow has changed: read the list again`}),P&&(0,D.jsx)(i,{problem:P,retry:()=>void C()}),!O&&y&&(0,D.jsx)(c,{lines:8}),O&&k.length===0&&(0,D.jsx)(o,{title:`No flow matches`,children:`Choose fewer filters, or a longer time.`}),k.length>0&&(0,D.jsx)(`div`,{className:`card scroll`,tabIndex:0,role:`region`,"aria-label":`Table of flows`,"aria-busy":y,children:(0,D.jsxs)(`table`,{className:`hover`,children:[(0,D.jsx)(`thead`,{children:(0,D.jsxs)(`tr`,{children:[(0,D.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,D.jsx)(`th`,{scope:`col`,children:`Status`}),(0,D.jsx)(`th`,{scope:`col`,children:`Steps`}),(0,D.jsx)(`th`,{scope:`col`,children:`Kind`}),(0,D.jsx)(`th`,{scope:`col`,className:`number`,children:`Created`}),(0,D.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,D.jsx)(`tbody`,{children:k.map(({trackingId:e,status:t,kind:n,steps:i,createdAt:a,totalPrice:o})=>(0,D.jsxs)(`tr`,{children:[(0,D.jsx)(`th`,{scope:`row`,children:(0,D.jsx)(`a`,{href:r([`flows`,e]),children:i[0]?.to??e})}),(0,D.jsx)(`td`,{children:(0,D.jsx)(S,{status:t})}),(0,D.jsx)(`td`,{children:(0,D.jsx)(`ol`,{className:`channels`,children:i.map((e,t)=>(0,D.jsx)(`li`,{className:e.status?`is-${x(e.status.state)}`:``,children:g(e.channel)},t))})}),(0,D.jsx)(`td`,{className:`note`,children:g(n)}),(0,D.jsx)(`td`,{className:`number`,children:a&&h(a)}),(0,D.jsx)(`td`,{className:`number`,children:o==null?``:_(o)})]},e))})]})}),O?.pageInfo.hasNextPage&&(0,D.jsx)(`button`,{type:`button`,"aria-disabled":y,onClick:()=>!y&&void E({variables:{after:O.pageInfo.endCursor}}),children:`Show more`})]})}export{G as FlowsScreen};
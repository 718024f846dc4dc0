import{_ as e,f as t,h as n,i as r,m as i,n as a,s as o,t as s}from"./jsx-runtime-DFPEc5xb.js";import{S as c,T as l,a as u,c as d,d as ee,m as f,n as p,o as m,p as h,s as g,t as _,u as v,w as y}from"./use-live-BPHwvYDi.js";import{_ as b,g as x,o as S,v as C}from"./index-CNu2LjW3.js";import{t as w}from"./flow-badge-DJwHyjeZ.js";import{t as T}from"./use-field-values-C_C6DQVE.js";var E=e(n(),1),D=/^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/,O=6e4;function k(e){let[,t,n]=D.exec(e??``)??[];if(t===void 0||!A(t))return null;let r=new Date(`${t}${n??`T00:00`}`),i=Number.isNaN(r.getTime())?``:r.toISOString();return/^\d{4}-/.test(i)?i:null}function A(e){let t=new Date(`${e}T00:00:00Z`);return!Number.isNaN(t.getTime())&&t.toISOString().startsWith(e)}function j(e){let t=k(e);if(t===null)return``;let n=new Date(t);return new Date(n.getTime()-n.getTimezoneOffset()*O).toISOString().slice(0,19).replace(/:00$/,``)}var M=s(),N=[`QUEUED`,`IN_PROGRESS`,`SUCCEEDED`,`FAILED`,`UNKNOWN`],P=[`VIBER`,`SMS`,`VOICE`],F=[`STANDARD`,`TRANSACTIONAL`],I=600,L={min:`0001-01-01T00:00`,max:`9999-12-31T23:59`};function R({search:e,hidesNumbers:t}){let n=Object.fromEntries(z.map(t=>[t,V(t,e.get(t))])),r=T(n),i=(0,E.useRef)(void 0),a=e.toString();(0,E.useEffect)(()=>()=>clearTimeout(i.current),[a]);let o=t=>{if(clearTimeout(i.current),!r.current)return;let a=[...r.current.elements],o=new Set(a.filter(({validity:e})=>e.badInput).map(({name:e})=>e)),s=[...new FormData(r.current)].map(([t,r])=>{let i=String(r).trim();return[t,B(t)&&(o.has(t)||i===n[t])?e.get(t)??``:H(t,i)]}),c=d([`flows`],Object.fromEntries(s));c!==d([`flows`],Object.fromEntries(e))&&t(c)},s=()=>{clearTimeout(i.current),i.current=setTimeout(()=>o(g),I)},c=e=>({name:e,defaultValue:n[e],onBlur:()=>o(g)});return(0,M.jsxs)(`form`,{ref:r,noValidate:!0,className:`filters card`,role:`search`,"aria-label":`Filter`,onChange:({target:e})=>e.matches(`select`)&&o(m),onKeyDown:e=>e.key===`Enter`&&e.target instanceof HTMLInputElement&&o(g),onSubmit:e=>e.preventDefault(),children:[(0,M.jsx)(U,{name:`status`,label:`Status`,values:N,chosen:n.status}),(0,M.jsx)(U,{name:`channel`,label:`Uses`,values:P,chosen:n.channel}),(0,M.jsx)(U,{name:`endedBy`,label:`Ended by`,values:P,chosen:n.endedBy}),(0,M.jsx)(U,{name:`kind`,label:`Kind`,values:F,chosen:n.kind}),(0,M.jsxs)(`label`,{children:[`From`,(0,M.jsx)(`input`,{type:`datetime-local`,...L,onChange:s,...c(`from`)})]}),(0,M.jsxs)(`label`,{children:[`Until`,(0,M.jsx)(`input`,{type:`datetime-local`,...L,onChange:s,...c(`until`)})]}),t?(0,M.jsx)(`p`,{className:`note`,children:`Numbers are masked for this key, which may not search by them.`}):(0,M.jsxs)(`label`,{children:[`Recipient`,(0,M.jsx)(`input`,{type:`tel`,placeholder:`+30…`,...c(`recipient`)})]}),e.size>0&&(0,M.jsx)(`a`,{className:`clear`,href:d([`flows`]),onClick:()=>r.current?.querySelector(`select`)?.focus(),children:`Clear`})]})}var z=[`status`,`channel`,`endedBy`,`kind`,`from`,`until`,`recipient`],B=e=>e===`from`||e===`until`,V=(e,t)=>B(e)?j(t):t??``,H=(e,t)=>B(e)?k(t):t,U=({name:e,label:t,values:n,chosen:r})=>(0,M.jsxs)(`label`,{children:[t,(0,M.jsxs)(`select`,{name:e,defaultValue:r,children:[(0,M.jsx)(`option`,{value:``,children:`Any`}),n.map(e=>(0,M.jsx)(`option`,{value:e,children:i(e)},e))]})]}),W=y(`
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
`),G=y(`
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
`),K=y(`
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
`),q=y(`
  subscription FlowFollowed($trackingId: ID!, $after: String) {
    failoverFlowUpdated(trackingId: $trackingId, after: $after) {
      cursor
      isLast
      failoverFlow {
        id
        trackingId
        ...FlowRow
      }
    }
  }
`),J=25,Y=5,X=[`from`,`until`];function Z(e){let t={status:e.get(`status`),kind:e.get(`kind`),channel:e.get(`channel`),terminationChannel:e.get(`endedBy`),recipient:e.get(`recipient`),createdFrom:k(e.get(`from`)),createdUntil:k(e.get(`until`))};return Object.fromEntries(Object.entries(t).filter(([,e])=>e))}function Q({search:e}){let n=Z(e),{data:r,previousData:i,error:a,loading:s,refetch:d,fetchMore:p,after:m}=C(W,{filter:n,first:J}),g=(r??(s?i:void 0))?.failoverFlows,y=g?.edges.flatMap(e=>e?.node?[l(G,e.node)]:[])??[],x=e.toString(),[w,T]=(0,E.useState)($),D=e=>y.some(({trackingId:t})=>t===e),O=w.address===x&&(w.isAny||r&&!w.ids.every(D)),A=new Set(y.filter(({status:e})=>e===`QUEUED`||e===`IN_PROGRESS`).slice(0,Y).map(({trackingId:e})=>e)),j=n.status&&!s?y.filter(({status:e})=>e!==n.status).length:0;_(K,m,({deliveryEventAdded:e})=>{let t=e?.subject;if(!t||!(`trackingId`in t))return;let r=t.trackingId;(s||g&&!O&&!D(r))&&re(n,l(G,t))&&T(e=>ne(e,x,r))},()=>u(y.length)&&T({address:x,ids:[],isAny:!0}));let N=()=>{T($),document.querySelector(`main h1`)?.focus(),d()},P=(0,E.useRef)(null),F=async()=>{let{data:e}=await p({variables:{first:J,after:g?.pageInfo.endCursor??null}});e?.failoverFlows?.pageInfo.hasNextPage===!1&&S(()=>P.current?.rows[1+y.length])},[I]=c(a),L=I?.code===`FORBIDDEN`&&e.has(`recipient`)||y.some(({steps:e})=>e.some(({to:e})=>e&&t(e))),z=X.map(t=>e.get(t)).filter(e=>e&&k(e)===null);return(0,M.jsxs)(M.Fragment,{children:[(0,M.jsxs)(`header`,{className:`head`,children:[(0,M.jsxs)(`div`,{children:[(0,M.jsx)(`h1`,{tabIndex:-1,children:`Failover flows`}),(0,M.jsx)(`p`,{className:`note`,children:g?`${o(g.totalCount)} found, newest first`:`One message over several channels in turn`})]}),(0,M.jsx)(b,{label:`Open by tracking id`,path:`flows`})]}),(0,M.jsx)(R,{search:e,hidesNumbers:L}),z.length>0&&(0,M.jsx)(h,{title:`Left out: ${z.map(e=>`“${e}”`).join(`, `)}`,kind:`warning`,children:(0,M.jsx)(`p`,{children:`A time in the address is written as 2026-11-30T10:00:00Z.`})}),O?(0,M.jsx)(`button`,{type:`button`,onClick:N,children:`Another flow has changed: read the list again`}):j>0&&(0,M.jsxs)(`button`,{type:`button`,onClick:N,children:[o(j),` moved on since this list was read: read it again`]}),I&&(0,M.jsx)(f,{problem:I,retry:()=>void d()}),!g&&s&&(0,M.jsx)(ee,{lines:8}),g&&y.length===0&&(0,M.jsx)(v,{title:`No flow matches`,children:`Choose fewer filters, or a longer time.`}),y.length>0&&(0,M.jsx)(`div`,{className:`card scroll`,tabIndex:0,role:`region`,"aria-label":`Table of flows`,"aria-busy":s,children:(0,M.jsxs)(`table`,{className:`hover`,ref:P,children:[(0,M.jsx)(`thead`,{children:(0,M.jsxs)(`tr`,{children:[(0,M.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,M.jsx)(`th`,{scope:`col`,children:`Status`}),(0,M.jsx)(`th`,{scope:`col`,children:`Steps`}),(0,M.jsx)(`th`,{scope:`col`,children:`Kind`}),(0,M.jsx)(`th`,{scope:`col`,className:`number`,children:`Created`}),(0,M.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,M.jsx)(`tbody`,{children:y.map(e=>(0,M.jsx)(te,{flow:e,isFollowed:A.has(e.trackingId)},e.trackingId))})]})}),g?.pageInfo.hasNextPage&&(0,M.jsx)(`button`,{type:`button`,"aria-disabled":s,onClick:()=>!s&&void F(),children:`Show more`})]})}function te({flow:e,isFollowed:t}){let{trackingId:n,status:o,kind:s,steps:c,createdAt:l,totalPrice:u}=e;return p(q,t?{trackingId:n}:null),(0,M.jsxs)(`tr`,{children:[(0,M.jsx)(`th`,{scope:`row`,children:(0,M.jsx)(`a`,{href:d([`flows`,n]),children:c[0]?.to??n})}),(0,M.jsx)(`td`,{children:(0,M.jsx)(w,{status:o})}),(0,M.jsx)(`td`,{children:(0,M.jsx)(`ol`,{className:`channels`,children:c.map((e,t)=>(0,M.jsx)(`li`,{className:e.status?`is-${x(e.status.state)}`:``,children:i(e.channel)},t))})}),(0,M.jsx)(`td`,{className:`note`,children:i(s)}),(0,M.jsx)(`td`,{className:`number`,children:l&&r(l)}),(0,M.jsx)(`td`,{className:`number`,children:u==null?``:a(u)})]})}var $={address:null,ids:[],isAny:!1},ne=(e,t,n)=>e.address===t?e.ids.includes(n)?e:{...e,ids:[...e.ids,n]}:{address:t,ids:[n],isAny:!1};function re(e,n){let{status:r,kind:i,channel:a,terminationChannel:o,recipient:s,createdFrom:c,createdUntil:l}=e,u=n.createdAt?Date.parse(n.createdAt):null,d=e=>e.replaceAll(/\D/g,``).replace(/^0+/,``);return(!r||n.status===r)&&(!i||n.kind===i)&&(!a||n.steps.some(e=>e.channel===a))&&(!o||n.terminationChannel===o)&&(!s||n.steps.some(({to:e})=>e==null||t(e)||d(e)===d(s)))&&(!c||u===null||u>=Date.parse(c))&&(!l||u===null||u<=Date.parse(l))}export{Q as FlowsScreen};
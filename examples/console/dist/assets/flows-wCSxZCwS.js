import{C as e,S as t,a as n,b as r,c as i,d as a,f as o,i as s,l as c,n as l,o as u,r as d,t as f,w as p}from"./use-live-BEfoTX92.js";import{_ as m,f as h,h as g,i as _,m as v,n as y,s as b,t as x}from"./jsx-runtime-DFPEc5xb.js";import{_ as S,g as C,o as w}from"./index-D1uchVRY.js";import{t as T}from"./flow-badge-DJwHyjeZ.js";import{t as E}from"./use-field-values-C_C6DQVE.js";var D=m(g(),1),O=/^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/,k=6e4;function A(e){let[,t,n]=O.exec(e??``)??[];if(t===void 0||!j(t))return null;let r=new Date(`${t}${n??`T00:00`}`),i=Number.isNaN(r.getTime())?``:r.toISOString();return/^\d{4}-/.test(i)?i:null}function j(e){let t=new Date(`${e}T00:00:00Z`);return!Number.isNaN(t.getTime())&&t.toISOString().startsWith(e)}function M(e){let t=A(e);if(t===null)return``;let n=new Date(t);return new Date(n.getTime()-n.getTimezoneOffset()*k).toISOString().slice(0,19).replace(/:00$/,``)}var N=x(),P=[`QUEUED`,`IN_PROGRESS`,`SUCCEEDED`,`FAILED`,`UNKNOWN`],F=[`VIBER`,`SMS`,`VOICE`],I=[`STANDARD`,`TRANSACTIONAL`],L=600,R={min:`0001-01-01T00:00`,max:`9999-12-31T23:59`};function z({search:e,hidesNumbers:t}){let r=Object.fromEntries(B.map(t=>[t,H(t,e.get(t))])),i=E(r),a=(0,D.useRef)(void 0),o=e.toString();(0,D.useEffect)(()=>()=>clearTimeout(a.current),[o]);let c=t=>{if(clearTimeout(a.current),!i.current)return;let n=[...i.current.elements],o=new Set(n.filter(({validity:e})=>e.badInput).map(({name:e})=>e)),s=[...new FormData(i.current)].map(([t,n])=>{let i=String(n).trim();return[t,V(t)&&(o.has(t)||i===r[t])?e.get(t)??``:U(t,i)]}),c=u([`flows`],Object.fromEntries(s));c!==u([`flows`],Object.fromEntries(e))&&t(c)},l=()=>{clearTimeout(a.current),a.current=setTimeout(()=>c(n),L)},d=e=>({name:e,defaultValue:r[e],onBlur:()=>c(n)});return(0,N.jsxs)(`form`,{ref:i,noValidate:!0,className:`filters card`,role:`search`,"aria-label":`Filter`,onChange:({target:e})=>e.matches(`select`)&&c(s),onKeyDown:e=>e.key===`Enter`&&e.target instanceof HTMLInputElement&&c(n),onSubmit:e=>e.preventDefault(),children:[(0,N.jsx)(W,{name:`status`,label:`Status`,values:P,chosen:r.status}),(0,N.jsx)(W,{name:`channel`,label:`Uses`,values:F,chosen:r.channel}),(0,N.jsx)(W,{name:`endedBy`,label:`Ended by`,values:F,chosen:r.endedBy}),(0,N.jsx)(W,{name:`kind`,label:`Kind`,values:I,chosen:r.kind}),(0,N.jsxs)(`label`,{children:[`From`,(0,N.jsx)(`input`,{type:`datetime-local`,...R,onChange:l,...d(`from`)})]}),(0,N.jsxs)(`label`,{children:[`Until`,(0,N.jsx)(`input`,{type:`datetime-local`,...R,onChange:l,...d(`until`)})]}),t?(0,N.jsx)(`p`,{className:`note`,children:`Numbers are masked for this key, which may not search by them.`}):(0,N.jsxs)(`label`,{children:[`Recipient`,(0,N.jsx)(`input`,{type:`tel`,placeholder:`+30…`,...d(`recipient`)})]}),e.size>0&&(0,N.jsx)(`a`,{className:`clear`,href:u([`flows`]),onClick:()=>i.current?.querySelector(`select`)?.focus(),children:`Clear`})]})}var B=[`status`,`channel`,`endedBy`,`kind`,`from`,`until`,`recipient`],V=e=>e===`from`||e===`until`,H=(e,t)=>V(e)?M(t):t??``,U=(e,t)=>V(e)?A(t):t,W=({name:e,label:t,values:n,chosen:r})=>(0,N.jsxs)(`label`,{children:[t,(0,N.jsxs)(`select`,{name:e,defaultValue:r,children:[(0,N.jsx)(`option`,{value:``,children:`Any`}),n.map(e=>(0,N.jsx)(`option`,{value:e,children:v(e)},e))]})]}),G=t(`
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
`),K=t(`
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
`),q=t(`
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
`),J=t(`
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
`),Y=25,X=5,Z=[`from`,`until`];function Q(e){let t={status:e.get(`status`),kind:e.get(`kind`),channel:e.get(`channel`),terminationChannel:e.get(`endedBy`),recipient:e.get(`recipient`),createdFrom:A(e.get(`from`)),createdUntil:A(e.get(`until`))};return Object.fromEntries(Object.entries(t).filter(([,e])=>e))}function $({search:t}){let n=Q(t),{data:s,previousData:u,error:m,loading:g,refetch:_,fetchMore:v}=p(G,{variables:{filter:n,first:Y},...l}),y=(s??(g?u:void 0))?.failoverFlows,x=y?.edges.flatMap(t=>t?.node?[e(K,t.node)]:[])??[],C=t.toString(),[T,E]=(0,D.useState)(null),O=T===C,k=new Set(x.filter(({status:e})=>e===`QUEUED`||e===`IN_PROGRESS`).slice(0,X).map(({trackingId:e})=>e)),j=n.status&&!g?x.filter(({status:e})=>e!==n.status).length:0;f(q,{},({deliveryEventAdded:t})=>{let r=t?.subject;r&&`trackingId`in r&&y&&!x.some(({trackingId:e})=>e===r.trackingId)&&te(n,e(K,r))&&E(C)},()=>d(x.length)&&E(C));let M=()=>{E(null),document.querySelector(`main h1`)?.focus(),_()},P=(0,D.useRef)(null),F=async()=>{let{data:e}=await v({variables:{first:Y,after:y?.pageInfo.endCursor??null}});e?.failoverFlows?.pageInfo.hasNextPage===!1&&w(()=>P.current?.rows[1+x.length])},[I]=r(m),L=I?.code===`FORBIDDEN`&&t.has(`recipient`)||x.some(({steps:e})=>e.some(({to:e})=>e&&h(e))),R=Z.map(e=>t.get(e)).filter(e=>e&&A(e)===null);return(0,N.jsxs)(N.Fragment,{children:[(0,N.jsxs)(`header`,{className:`head`,children:[(0,N.jsxs)(`div`,{children:[(0,N.jsx)(`h1`,{tabIndex:-1,children:`Failover flows`}),(0,N.jsx)(`p`,{className:`note`,children:y?`${b(y.totalCount)} found, newest first`:`One message over several channels in turn`})]}),(0,N.jsx)(S,{label:`Open by tracking id`,path:`flows`})]}),(0,N.jsx)(z,{search:t,hidesNumbers:L}),R.length>0&&(0,N.jsx)(a,{title:`Left out: ${R.map(e=>`“${e}”`).join(`, `)}`,kind:`warning`,children:(0,N.jsx)(`p`,{children:`A time in the address is written as 2026-11-30T10:00:00Z.`})}),O?(0,N.jsx)(`button`,{type:`button`,onClick:M,children:`Another flow has changed: read the list again`}):j>0&&(0,N.jsxs)(`button`,{type:`button`,onClick:M,children:[b(j),` moved on since this list was read: read it again`]}),I&&(0,N.jsx)(o,{problem:I,retry:()=>void _()}),!y&&g&&(0,N.jsx)(c,{lines:8}),y&&x.length===0&&(0,N.jsx)(i,{title:`No flow matches`,children:`Choose fewer filters, or a longer time.`}),x.length>0&&(0,N.jsx)(`div`,{className:`card scroll`,tabIndex:0,role:`region`,"aria-label":`Table of flows`,"aria-busy":g,children:(0,N.jsxs)(`table`,{className:`hover`,ref:P,children:[(0,N.jsx)(`thead`,{children:(0,N.jsxs)(`tr`,{children:[(0,N.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,N.jsx)(`th`,{scope:`col`,children:`Status`}),(0,N.jsx)(`th`,{scope:`col`,children:`Steps`}),(0,N.jsx)(`th`,{scope:`col`,children:`Kind`}),(0,N.jsx)(`th`,{scope:`col`,className:`number`,children:`Created`}),(0,N.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,N.jsx)(`tbody`,{children:x.map(e=>(0,N.jsx)(ee,{flow:e,isFollowed:k.has(e.trackingId)},e.trackingId))})]})}),y?.pageInfo.hasNextPage&&(0,N.jsx)(`button`,{type:`button`,"aria-disabled":g,onClick:()=>!g&&void F(),children:`Show more`})]})}function ee({flow:e,isFollowed:t}){let{trackingId:n,status:r,kind:i,steps:a,createdAt:o,totalPrice:s}=e;return f(J,t?{trackingId:n}:null),(0,N.jsxs)(`tr`,{children:[(0,N.jsx)(`th`,{scope:`row`,children:(0,N.jsx)(`a`,{href:u([`flows`,n]),children:a[0]?.to??n})}),(0,N.jsx)(`td`,{children:(0,N.jsx)(T,{status:r})}),(0,N.jsx)(`td`,{children:(0,N.jsx)(`ol`,{className:`channels`,children:a.map((e,t)=>(0,N.jsx)(`li`,{className:e.status?`is-${C(e.status.state)}`:``,children:v(e.channel)},t))})}),(0,N.jsx)(`td`,{className:`note`,children:v(i)}),(0,N.jsx)(`td`,{className:`number`,children:o&&_(o)}),(0,N.jsx)(`td`,{className:`number`,children:s==null?``:y(s)})]})}function te(e,t){let{status:n,kind:r,channel:i,terminationChannel:a,recipient:o,createdFrom:s,createdUntil:c}=e,l=t.createdAt?Date.parse(t.createdAt):null,u=e=>e.replaceAll(/\D/g,``).replace(/^0+/,``);return(!n||t.status===n)&&(!r||t.kind===r)&&(!i||t.steps.some(e=>e.channel===i))&&(!a||t.terminationChannel===a)&&(!o||t.steps.some(({to:e})=>e==null||h(e)||u(e)===u(o)))&&(!s||l===null||l>=Date.parse(s))&&(!c||l===null||l<=Date.parse(c))}export{$ as FlowsScreen};
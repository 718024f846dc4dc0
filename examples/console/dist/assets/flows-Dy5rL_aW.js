import{_ as e,f as t,h as n,i as r,m as i,n as a,s as o,t as s}from"./jsx-runtime-DFPEc5xb.js";import{S as c,T as l,a as u,c as d,d as f,m as p,n as m,o as h,p as g,s as _,t as v,u as y,w as b}from"./use-live-BrZMxFvz.js";import{_ as x,g as S,o as C,v as w}from"./index-CZpinKHL.js";import{t as T}from"./flow-badge-DJwHyjeZ.js";import{t as E}from"./use-field-values-C_C6DQVE.js";var D=e(n(),1),O=/^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/,k=6e4;function A(e){let[,t,n]=O.exec(e??``)??[];if(t===void 0||!j(t))return null;let r=new Date(`${t}${n??`T00:00`}`),i=Number.isNaN(r.getTime())?``:r.toISOString();return/^\d{4}-/.test(i)?i:null}function j(e){let t=new Date(`${e}T00:00:00Z`);return!Number.isNaN(t.getTime())&&t.toISOString().startsWith(e)}function M(e){let t=A(e);if(t===null)return``;let n=new Date(t);return new Date(n.getTime()-n.getTimezoneOffset()*k).toISOString().slice(0,19).replace(/:00$/,``)}var N=s(),P=[`QUEUED`,`IN_PROGRESS`,`SUCCEEDED`,`FAILED`,`UNKNOWN`],F=[`VIBER`,`SMS`,`VOICE`],I=[`STANDARD`,`TRANSACTIONAL`],L=600,R={min:`0001-01-01T00:00`,max:`9999-12-31T23:59`};function z({search:e,hidesNumbers:t}){let n=Object.fromEntries(B.map(t=>[t,H(t,e.get(t))])),r=E(n),i=(0,D.useRef)(void 0),a=e.toString();(0,D.useEffect)(()=>()=>clearTimeout(i.current),[a]);let o=t=>{if(clearTimeout(i.current),!r.current)return;let a=[...r.current.elements],o=new Set(a.filter(({validity:e})=>e.badInput).map(({name:e})=>e)),s=[...new FormData(r.current)].map(([t,r])=>{let i=String(r).trim();return[t,V(t)&&(o.has(t)||i===n[t])?e.get(t)??``:U(t,i)]}),c=d([`flows`],Object.fromEntries(s));c!==d([`flows`],Object.fromEntries(e))&&t(c)},s=()=>{clearTimeout(i.current),i.current=setTimeout(()=>o(_),L)},c=e=>({name:e,defaultValue:n[e],onBlur:()=>o(_)});return(0,N.jsxs)(`form`,{ref:r,noValidate:!0,className:`filters card`,role:`search`,"aria-label":`Filter`,onChange:({target:e})=>e.matches(`select`)&&o(h),onKeyDown:e=>e.key===`Enter`&&e.target instanceof HTMLInputElement&&o(_),onSubmit:e=>e.preventDefault(),children:[(0,N.jsx)(W,{name:`status`,label:`Status`,values:P,chosen:n.status}),(0,N.jsx)(W,{name:`channel`,label:`Uses`,values:F,chosen:n.channel}),(0,N.jsx)(W,{name:`endedBy`,label:`Ended by`,values:F,chosen:n.endedBy}),(0,N.jsx)(W,{name:`kind`,label:`Kind`,values:I,chosen:n.kind}),(0,N.jsxs)(`label`,{children:[`From`,(0,N.jsx)(`input`,{type:`datetime-local`,...R,onChange:s,...c(`from`)})]}),(0,N.jsxs)(`label`,{children:[`Until`,(0,N.jsx)(`input`,{type:`datetime-local`,...R,onChange:s,...c(`until`)})]}),t?(0,N.jsx)(`p`,{className:`note`,children:`Numbers are masked for this key, which may not search by them.`}):(0,N.jsxs)(`label`,{children:[`Recipient`,(0,N.jsx)(`input`,{type:`tel`,placeholder:`+30…`,...c(`recipient`)})]}),e.size>0&&(0,N.jsx)(`a`,{className:`clear`,href:d([`flows`]),onClick:()=>r.current?.querySelector(`select`)?.focus(),children:`Clear`})]})}var B=[`status`,`channel`,`endedBy`,`kind`,`from`,`until`,`recipient`],V=e=>e===`from`||e===`until`,H=(e,t)=>V(e)?M(t):t??``,U=(e,t)=>V(e)?A(t):t,W=({name:e,label:t,values:n,chosen:r})=>(0,N.jsxs)(`label`,{children:[t,(0,N.jsxs)(`select`,{name:e,defaultValue:r,children:[(0,N.jsx)(`option`,{value:``,children:`Any`}),n.map(e=>(0,N.jsx)(`option`,{value:e,children:i(e)},e))]})]}),G=b(`
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
`),K=b(`
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
`),q=b(`
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
`),J=b(`
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
`),Y=25,X=5,Z=[`from`,`until`];function Q(e){let t={status:e.get(`status`),kind:e.get(`kind`),channel:e.get(`channel`),terminationChannel:e.get(`endedBy`),recipient:e.get(`recipient`),createdFrom:A(e.get(`from`)),createdUntil:A(e.get(`until`))};return Object.fromEntries(Object.entries(t).filter(([,e])=>e))}function $({search:e}){let n=Q(e),{data:r,previousData:i,error:a,loading:s,refetch:d,fetchMore:m,after:h}=w(G,{filter:n,first:Y}),_=(r??(s?i:void 0))?.failoverFlows,b=_?.edges.flatMap(e=>e?.node?[l(K,e.node)]:[])??[],S=e.toString(),[T,E]=(0,D.useState)(null),O=T===S,k=new Set(b.filter(({status:e})=>e===`QUEUED`||e===`IN_PROGRESS`).slice(0,X).map(({trackingId:e})=>e)),j=n.status&&!s?b.filter(({status:e})=>e!==n.status).length:0;v(q,h,({deliveryEventAdded:e})=>{let t=e?.subject;t&&`trackingId`in t&&_&&!b.some(({trackingId:e})=>e===t.trackingId)&&te(n,l(K,t))&&E(S)},()=>u(b.length)&&E(S));let M=()=>{E(null),document.querySelector(`main h1`)?.focus(),d()},P=(0,D.useRef)(null),F=async()=>{let{data:e}=await m({variables:{first:Y,after:_?.pageInfo.endCursor??null}});e?.failoverFlows?.pageInfo.hasNextPage===!1&&C(()=>P.current?.rows[1+b.length])},[I]=c(a),L=I?.code===`FORBIDDEN`&&e.has(`recipient`)||b.some(({steps:e})=>e.some(({to:e})=>e&&t(e))),R=Z.map(t=>e.get(t)).filter(e=>e&&A(e)===null);return(0,N.jsxs)(N.Fragment,{children:[(0,N.jsxs)(`header`,{className:`head`,children:[(0,N.jsxs)(`div`,{children:[(0,N.jsx)(`h1`,{tabIndex:-1,children:`Failover flows`}),(0,N.jsx)(`p`,{className:`note`,children:_?`${o(_.totalCount)} found, newest first`:`One message over several channels in turn`})]}),(0,N.jsx)(x,{label:`Open by tracking id`,path:`flows`})]}),(0,N.jsx)(z,{search:e,hidesNumbers:L}),R.length>0&&(0,N.jsx)(g,{title:`Left out: ${R.map(e=>`“${e}”`).join(`, `)}`,kind:`warning`,children:(0,N.jsx)(`p`,{children:`A time in the address is written as 2026-11-30T10:00:00Z.`})}),O?(0,N.jsx)(`button`,{type:`button`,onClick:M,children:`Another flow has changed: read the list again`}):j>0&&(0,N.jsxs)(`button`,{type:`button`,onClick:M,children:[o(j),` moved on since this list was read: read it again`]}),I&&(0,N.jsx)(p,{problem:I,retry:()=>void d()}),!_&&s&&(0,N.jsx)(f,{lines:8}),_&&b.length===0&&(0,N.jsx)(y,{title:`No flow matches`,children:`Choose fewer filters, or a longer time.`}),b.length>0&&(0,N.jsx)(`div`,{className:`card scroll`,tabIndex:0,role:`region`,"aria-label":`Table of flows`,"aria-busy":s,children:(0,N.jsxs)(`table`,{className:`hover`,ref:P,children:[(0,N.jsx)(`thead`,{children:(0,N.jsxs)(`tr`,{children:[(0,N.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,N.jsx)(`th`,{scope:`col`,children:`Status`}),(0,N.jsx)(`th`,{scope:`col`,children:`Steps`}),(0,N.jsx)(`th`,{scope:`col`,children:`Kind`}),(0,N.jsx)(`th`,{scope:`col`,className:`number`,children:`Created`}),(0,N.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,N.jsx)(`tbody`,{children:b.map(e=>(0,N.jsx)(ee,{flow:e,isFollowed:k.has(e.trackingId)},e.trackingId))})]})}),_?.pageInfo.hasNextPage&&(0,N.jsx)(`button`,{type:`button`,"aria-disabled":s,onClick:()=>!s&&void F(),children:`Show more`})]})}function ee({flow:e,isFollowed:t}){let{trackingId:n,status:o,kind:s,steps:c,createdAt:l,totalPrice:u}=e;return m(J,t?{trackingId:n}:null),(0,N.jsxs)(`tr`,{children:[(0,N.jsx)(`th`,{scope:`row`,children:(0,N.jsx)(`a`,{href:d([`flows`,n]),children:c[0]?.to??n})}),(0,N.jsx)(`td`,{children:(0,N.jsx)(T,{status:o})}),(0,N.jsx)(`td`,{children:(0,N.jsx)(`ol`,{className:`channels`,children:c.map((e,t)=>(0,N.jsx)(`li`,{className:e.status?`is-${S(e.status.state)}`:``,children:i(e.channel)},t))})}),(0,N.jsx)(`td`,{className:`note`,children:i(s)}),(0,N.jsx)(`td`,{className:`number`,children:l&&r(l)}),(0,N.jsx)(`td`,{className:`number`,children:u==null?``:a(u)})]})}function te(e,n){let{status:r,kind:i,channel:a,terminationChannel:o,recipient:s,createdFrom:c,createdUntil:l}=e,u=n.createdAt?Date.parse(n.createdAt):null,d=e=>e.replaceAll(/\D/g,``).replace(/^0+/,``);return(!r||n.status===r)&&(!i||n.kind===i)&&(!a||n.steps.some(e=>e.channel===a))&&(!o||n.terminationChannel===o)&&(!s||n.steps.some(({to:e})=>e==null||t(e)||d(e)===d(s)))&&(!c||u===null||u>=Date.parse(c))&&(!l||u===null||u<=Date.parse(l))}export{$ as FlowsScreen};
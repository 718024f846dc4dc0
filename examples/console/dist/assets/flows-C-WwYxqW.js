import{_ as e,a as t,c as n,g as r,h as i,m as a,n as o,o as s,r as c,t as l}from"./use-live-B1-SjrZF.js";import{d as u,f as d,h as f,i as p,n as m,o as h,p as g,t as _}from"./jsx-runtime-xAx_eUKE.js";import{c as v}from"./index-R-ZhzND5.js";import{t as y}from"./flow-badge-D8yLuaO1.js";import{o as b}from"./states-Cy2Y3kU3.js";var x=f(g(),1),S=_(),C=i(`
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
`),w=i(`
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
`),T=i(`
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
`),E=25,D=[`QUEUED`,`IN_PROGRESS`,`SUCCEEDED`,`FAILED`],O=[`VIBER`,`SMS`,`VOICE`],k=[`STANDARD`,`TRANSACTIONAL`];function A(e){let t=t=>{let n=e.get(t);return n?new Date(n).toISOString():null},n={status:e.get(`status`),kind:e.get(`kind`),channel:e.get(`channel`),terminationChannel:e.get(`endedBy`),recipient:e.get(`recipient`),createdFrom:t(`from`),createdUntil:t(`until`)};return Object.fromEntries(Object.entries(n).filter(([,e])=>e))}function j({search:i}){let f=A(i),{data:g,previousData:_,error:j,loading:N,refetch:P,fetchMore:F}=e(C,{variables:{filter:f,first:E}}),I=(g??_)?.failoverFlows,L=I?.edges.flatMap(e=>e?.node?[r(w,e.node)]:[])??[],[R,z]=(0,x.useState)(!1);l(T,{},({deliveryEventAdded:e})=>{let t=e?.subject;t&&`trackingId`in t&&I&&!L.some(({trackingId:e})=>e===t.trackingId)&&z(!0)});let B=()=>{z(!1),P()},V=L.some(({steps:e})=>e.some(({to:e})=>e&&u(e))),[H]=a(j);return(0,S.jsxs)(S.Fragment,{children:[(0,S.jsxs)(`header`,{className:`head`,children:[(0,S.jsxs)(`div`,{children:[(0,S.jsx)(`h1`,{tabIndex:-1,children:`Failover flows`}),(0,S.jsx)(`p`,{className:`note`,children:I?`${h(I.totalCount)} found, newest first`:`One message over several channels in turn`})]}),(0,S.jsx)(v,{label:`Open by tracking id`,path:`flows`})]}),(0,S.jsxs)(`form`,{className:`filters card`,role:`search`,"aria-label":`Filter`,onChange:e=>{let t=new FormData(e.currentTarget);o(c([`flows`],Object.fromEntries([...t].map(([e,t])=>[e,String(t).trim()]))))},onSubmit:e=>e.preventDefault(),children:[(0,S.jsx)(M,{name:`status`,label:`Status`,values:D,search:i}),(0,S.jsx)(M,{name:`channel`,label:`Uses`,values:O,search:i}),(0,S.jsx)(M,{name:`endedBy`,label:`Ended by`,values:O,search:i}),(0,S.jsx)(M,{name:`kind`,label:`Kind`,values:k,search:i}),(0,S.jsxs)(`label`,{children:[`From`,(0,S.jsx)(`input`,{type:`datetime-local`,name:`from`,defaultValue:i.get(`from`)??``})]}),(0,S.jsxs)(`label`,{children:[`Until`,(0,S.jsx)(`input`,{type:`datetime-local`,name:`until`,defaultValue:i.get(`until`)??``})]}),V?(0,S.jsx)(`p`,{className:`note`,children:`Numbers are masked for this key, which may not search by them.`}):(0,S.jsxs)(`label`,{children:[`Recipient`,(0,S.jsx)(`input`,{type:`tel`,name:`recipient`,placeholder:`+30…`,defaultValue:i.get(`recipient`)??``})]}),i.size>0&&(0,S.jsx)(`a`,{className:`clear`,href:c([`flows`]),onClick:e=>e.currentTarget.closest(`form`)?.reset(),children:`Clear`})]}),R&&(0,S.jsx)(`button`,{type:`button`,onClick:B,children:`Another flow has changed: read the list again`}),H&&(0,S.jsx)(n,{problem:H,retry:()=>void P()}),!I&&N&&(0,S.jsx)(s,{lines:8}),I&&L.length===0&&(0,S.jsx)(t,{title:`No flow matches`,children:`Choose fewer filters, or a longer time.`}),L.length>0&&(0,S.jsx)(`div`,{className:`card scroll`,tabIndex:0,role:`region`,"aria-label":`Table of flows`,"aria-busy":N,children:(0,S.jsxs)(`table`,{className:`hover`,children:[(0,S.jsx)(`thead`,{children:(0,S.jsxs)(`tr`,{children:[(0,S.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,S.jsx)(`th`,{scope:`col`,children:`Status`}),(0,S.jsx)(`th`,{scope:`col`,children:`Steps`}),(0,S.jsx)(`th`,{scope:`col`,children:`Kind`}),(0,S.jsx)(`th`,{scope:`col`,className:`number`,children:`Created`}),(0,S.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,S.jsx)(`tbody`,{children:L.map(({trackingId:e,status:t,kind:n,steps:r,createdAt:i,totalPrice:a})=>(0,S.jsxs)(`tr`,{children:[(0,S.jsx)(`th`,{scope:`row`,children:(0,S.jsx)(`a`,{href:c([`flows`,e]),children:r[0]?.to??e})}),(0,S.jsx)(`td`,{children:(0,S.jsx)(y,{status:t})}),(0,S.jsx)(`td`,{children:(0,S.jsx)(`ol`,{className:`channels`,children:r.map((e,t)=>(0,S.jsx)(`li`,{className:e.status?`is-${b(e.status.state)}`:``,children:d(e.channel)},t))})}),(0,S.jsx)(`td`,{className:`note`,children:d(n)}),(0,S.jsx)(`td`,{className:`number`,children:i&&p(i)}),(0,S.jsx)(`td`,{className:`number`,children:a==null?``:m(a)})]},e))})]})}),I?.pageInfo.hasNextPage&&(0,S.jsx)(`button`,{type:`button`,disabled:N,onClick:()=>void F({variables:{after:I.pageInfo.endCursor}}),children:`Show more`})]})}var M=({name:e,label:t,values:n,search:r})=>(0,S.jsxs)(`label`,{children:[t,(0,S.jsxs)(`select`,{name:e,defaultValue:r.get(e)??``,children:[(0,S.jsx)(`option`,{value:``,children:`Any`}),n.map(e=>(0,S.jsx)(`option`,{value:e,children:d(e)},e))]})]});export{j as FlowsScreen};
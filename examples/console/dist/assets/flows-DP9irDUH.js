import{a as e,d as t,i as n,l as r,n as i,s as a,t as o,u as s}from"./route-DVyyqXXo.js";import{d as c,i as l,n as u,o as d,t as f,u as p}from"./jsx-runtime-B3FhO-R9.js";import{c as m}from"./index-B_laBarL.js";import{t as h}from"./flow-badge-HynR8E3Y.js";import{o as g}from"./states-Cy2Y3kU3.js";var _=f(),v=s(`
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
      }
    }
  }
`),y=25,b=[`QUEUED`,`IN_PROGRESS`,`SUCCEEDED`,`FAILED`],x=[`VIBER`,`SMS`,`VOICE`],S=[`STANDARD`,`TRANSACTIONAL`];function C(e){let t=t=>{let n=e.get(t);return n?new Date(n).toISOString():null},n={status:e.get(`status`),kind:e.get(`kind`),channel:e.get(`channel`),terminationChannel:e.get(`endedBy`),recipient:e.get(`recipient`),createdFrom:t(`from`),createdUntil:t(`until`)};return Object.fromEntries(Object.entries(n).filter(([,e])=>e))}function w({search:s}){let f=C(s),{data:w,previousData:E,error:D,loading:O,refetch:k,fetchMore:A}=t(v,{variables:{filter:f,first:y}}),j=(w??E)?.failoverFlows,M=j?.edges.flatMap(e=>e?.node??[])??[],N=M.some(({steps:e})=>e.some(({to:e})=>e&&p(e))),[P]=r(D);return(0,_.jsxs)(_.Fragment,{children:[(0,_.jsxs)(`header`,{className:`head`,children:[(0,_.jsxs)(`div`,{children:[(0,_.jsx)(`h1`,{tabIndex:-1,children:`Failover flows`}),(0,_.jsx)(`p`,{className:`note`,children:j?`${d(j.totalCount)} found, newest first`:`One message over several channels in turn`})]}),(0,_.jsx)(m,{label:`Open by tracking id`,path:`flows`})]}),(0,_.jsxs)(`form`,{className:`filters card`,role:`search`,"aria-label":`Filter`,onChange:e=>{let t=new FormData(e.currentTarget);o(i([`flows`],Object.fromEntries([...t].map(([e,t])=>[e,String(t).trim()]))))},onSubmit:e=>e.preventDefault(),children:[(0,_.jsx)(T,{name:`status`,label:`Status`,values:b,search:s}),(0,_.jsx)(T,{name:`channel`,label:`Uses`,values:x,search:s}),(0,_.jsx)(T,{name:`endedBy`,label:`Ended by`,values:x,search:s}),(0,_.jsx)(T,{name:`kind`,label:`Kind`,values:S,search:s}),(0,_.jsxs)(`label`,{children:[`From`,(0,_.jsx)(`input`,{type:`datetime-local`,name:`from`,defaultValue:s.get(`from`)??``})]}),(0,_.jsxs)(`label`,{children:[`Until`,(0,_.jsx)(`input`,{type:`datetime-local`,name:`until`,defaultValue:s.get(`until`)??``})]}),N?(0,_.jsx)(`p`,{className:`note`,children:`Numbers are masked for this key, which may not search by them.`}):(0,_.jsxs)(`label`,{children:[`Recipient`,(0,_.jsx)(`input`,{type:`tel`,name:`recipient`,placeholder:`+30…`,defaultValue:s.get(`recipient`)??``})]}),s.size>0&&(0,_.jsx)(`a`,{className:`clear`,href:i([`flows`]),onClick:e=>e.currentTarget.closest(`form`)?.reset(),children:`Clear`})]}),P&&(0,_.jsx)(a,{problem:P,retry:()=>void k()}),!j&&O&&(0,_.jsx)(e,{lines:8}),j&&M.length===0&&(0,_.jsx)(n,{title:`No flow matches`,children:`Choose fewer filters, or a longer time.`}),M.length>0&&(0,_.jsx)(`div`,{className:`card scroll`,tabIndex:0,role:`region`,"aria-label":`Table of flows`,"aria-busy":O,children:(0,_.jsxs)(`table`,{className:`hover`,children:[(0,_.jsx)(`thead`,{children:(0,_.jsxs)(`tr`,{children:[(0,_.jsx)(`th`,{scope:`col`,children:`Recipient`}),(0,_.jsx)(`th`,{scope:`col`,children:`Status`}),(0,_.jsx)(`th`,{scope:`col`,children:`Steps`}),(0,_.jsx)(`th`,{scope:`col`,children:`Kind`}),(0,_.jsx)(`th`,{scope:`col`,className:`number`,children:`Created`}),(0,_.jsx)(`th`,{scope:`col`,className:`number`,children:`Cost`})]})}),(0,_.jsx)(`tbody`,{children:M.map(({trackingId:e,status:t,kind:n,steps:r,createdAt:a,totalPrice:o})=>(0,_.jsxs)(`tr`,{children:[(0,_.jsx)(`th`,{scope:`row`,children:(0,_.jsx)(`a`,{href:i([`flows`,e]),children:r[0]?.to??e})}),(0,_.jsx)(`td`,{children:(0,_.jsx)(h,{status:t})}),(0,_.jsx)(`td`,{children:(0,_.jsx)(`ol`,{className:`channels`,children:r.map((e,t)=>(0,_.jsx)(`li`,{className:e.status?`is-${g(e.status.state)}`:``,children:c(e.channel)},t))})}),(0,_.jsx)(`td`,{className:`note`,children:c(n)}),(0,_.jsx)(`td`,{className:`number`,children:a&&l(a)}),(0,_.jsx)(`td`,{className:`number`,children:o==null?``:u(o)})]},e))})]})}),j?.pageInfo.hasNextPage&&(0,_.jsx)(`button`,{type:`button`,disabled:O,onClick:()=>void A({variables:{after:j.pageInfo.endCursor}}),children:`Show more`})]})}var T=({name:e,label:t,values:n,search:r})=>(0,_.jsxs)(`label`,{children:[t,(0,_.jsxs)(`select`,{name:e,defaultValue:r.get(e)??``,children:[(0,_.jsx)(`option`,{value:``,children:`Any`}),n.map(e=>(0,_.jsx)(`option`,{value:e,children:c(e)},e))]})]});export{w as FlowsScreen};
import{E as e,S as t,T as n,b as r,bt as i,c as a,d as o,h as s,k as c,m as l,n as u,o as d,p as f,u as p,v as m,w as h,y as g}from"./use-live-BPHwvYDi.js";import{_,h as v,i as y,m as b,n as x,r as S,s as C,t as w}from"./jsx-runtime-DFPEc5xb.js";import{n as T,t as E}from"./card-CY1nQSVA.js";import{n as ee}from"./phone-CpU-0RGO.js";var D=_(v(),1),O={senderId:``,usesTemplate:!1,text:``,imageUrl:``,caption:``,targetUrl:``,templateId:``,language:`en`,parameters:``},te=0,k=(e,t)=>({...O,senderId:t,id:te+=1,channel:e,from:``,spokenLanguage:`en-GB`}),ne=()=>`console-${[...crypto.getRandomValues(new Uint8Array(12))].map(e=>e.toString(16).padStart(2,`0`)).join(``)}`,re=(e,t)=>({...O,senderId:t,key:ne(),kind:e,name:``,phoneNumbers:``,groups:``,scheduledAt:``,to:``,steps:[k(`viber`,t),k(`sms`,t)]}),A=(e,t)=>e.split(t).map(e=>e.trim()).filter(Boolean);function j({text:e,imageUrl:t,caption:n,targetUrl:r}){return{...e?{text:e}:{},...t?{imageUrl:t}:{},...n||r?{action:{caption:n,targetUrl:r}}:{}}}function ie(e){if(!e.usesTemplate)return{content:j(e)};let t=A(e.parameters,`
`).map(e=>{let[t=``,...n]=e.split(`=`);return{name:t.trim(),value:n.join(`=`).trim()}});return{template:{templateId:e.templateId,language:e.language,parameters:t}}}var ae=e=>!Number.isNaN(Date.parse(e)),M=({kind:e,scheduledAt:t})=>e===`campaign`&&t!==``&&!ae(t)?[{code:`BAD_USER_INPUT`,message:`scheduledAt: a date with a year of four digits and a time are needed`,inputPath:[`input`,`scheduledAt`]}]:[];function oe(e){let t=A(e.phoneNumbers,/[\n,;]/),n=A(e.groups,`,`);return{idempotencyKey:e.key,senderId:e.senderId,recipients:{...t.length>0||n.length===0?{phoneNumbers:t}:{},...n.length>0?{groups:n}:{}},content:j(e),...e.name?{name:e.name}:{},...e.scheduledAt?{scheduledAt:new Date(e.scheduledAt).toISOString()}:{}}}var se=e=>({idempotencyKey:e.key,senderId:e.senderId,to:e.to,message:ie(e)});function ce(e){return e.channel===`viber`?{viber:{senderId:e.senderId,message:ie(e)}}:e.channel===`sms`?{sms:{from:e.from,text:e.text}}:{voice:{from:e.from,verbs:[{say:{text:e.text,language:e.spokenLanguage,voice:`FEMALE`}}]}}}var le=e=>({idempotencyKey:e.key,to:e.to,steps:e.steps.map(ce)}),N=w(),P=(0,D.createContext)({violations:[],warnings:[],showsAll:!1,isLocked:!1,show:()=>()=>void 0}),F=({path:e,isGroup:t},{inputPath:n})=>{let r=n.join(`.`);return r===e||!t&&r.startsWith(`${e}.`)};function ue(){let[e,t]=(0,D.useState)([]);return{show:(0,D.useCallback)(e=>(t(t=>[...t,e]),()=>t(t=>t.filter(t=>t!==e))),[]),isElsewhere:t=>!e.some(e=>F(e,t))}}function de(e,t){let{show:n}=(0,D.useContext)(P);(0,D.useLayoutEffect)(()=>n({path:e,isGroup:t}),[n,e,t])}function I({label:e,path:t,value:n,set:r,hint:i,rows:a,type:o=`text`,list:s,placeholder:c}){let l=(0,D.useId)(),{violations:u,warnings:d,showsAll:f,isLocked:p}=(0,D.useContext)(P),[m,h]=(0,D.useState)(!1);de(t,!1);let g=e=>F({path:t,isGroup:!1},e),_=f||m||n!==``?u.filter(g):[],v=d.filter(g),y={id:l,value:n,placeholder:c,disabled:p,dir:`auto`,"aria-invalid":_.length>0,"aria-describedby":`${l}-rules`,onBlur:()=>h(!0)};return(0,N.jsxs)(`div`,{className:`field`,children:[(0,N.jsx)(`label`,{htmlFor:l,children:e}),a?(0,N.jsx)(`textarea`,{...y,rows:a,onChange:e=>r(e.target.value)}):(0,N.jsx)(`input`,{...y,type:o,list:s,autoComplete:`off`,onChange:e=>r(e.target.value)}),(0,N.jsxs)(`div`,{id:`${l}-rules`,children:[i&&_.length===0&&(0,N.jsx)(`p`,{className:`note`,children:i}),(0,N.jsx)(R,{rules:_,path:t}),v.map(({code:e,message:t})=>(0,N.jsx)(`p`,{className:`doubt`,children:t},e))]})]})}function L({path:e,isEmpty:t}){let{violations:n,warnings:r,showsAll:i}=(0,D.useContext)(P);de(e,!0);let a=n=>(i||!t)&&F({path:e,isGroup:!0},n);return(0,N.jsxs)(`div`,{role:`status`,children:[(0,N.jsx)(R,{rules:n.filter(a)}),r.filter(a).map(({code:e,message:t})=>(0,N.jsx)(`p`,{className:`doubt`,children:t},e))]})}var R=({rules:e,path:t})=>e.map(({inputPath:e,message:n})=>(0,N.jsxs)(`p`,{className:`broken`,children:[fe(e,t),n]},`${e.join(`.`)} ${n}`)),fe=(e,t)=>{let n=(t===void 0?e.slice(-1):e.slice(t.split(`.`).length)).find(e=>/^\d+$/.test(String(e)));return n===void 0?``:`Entry ${Number(n)+1}: `};function z({draft:e,path:t,hasTemplates:n,change:r}){let{isLocked:i}=(0,D.useContext)(P),a=`${t}.content`,o=`${t}.template`;return(0,N.jsxs)(N.Fragment,{children:[n&&(0,N.jsxs)(`label`,{className:`check`,children:[(0,N.jsx)(`input`,{type:`checkbox`,checked:e.usesTemplate,disabled:i,onChange:e=>r({usesTemplate:e.target.checked})}),`A template that Viber has approved`]}),n&&e.usesTemplate?(0,N.jsxs)(N.Fragment,{children:[(0,N.jsx)(L,{path:o,isEmpty:!e.templateId}),(0,N.jsxs)(`div`,{className:`pair`,children:[(0,N.jsx)(I,{label:`Template id`,path:`${o}.templateId`,value:e.templateId,set:e=>r({templateId:e})}),(0,N.jsx)(I,{label:`Language`,path:`${o}.language`,value:e.language,set:e=>r({language:e})})]}),(0,N.jsx)(I,{label:`Parameters`,path:`${o}.parameters`,value:e.parameters,set:e=>r({parameters:e}),rows:3,placeholder:`order_id = A-1007`,hint:`One a line: name = value`})]}):(0,N.jsxs)(N.Fragment,{children:[(0,N.jsx)(L,{path:a,isEmpty:!(e.text||e.imageUrl||e.caption||e.targetUrl)}),(0,N.jsx)(I,{label:`Text`,path:`${a}.text`,value:e.text,set:e=>r({text:e}),rows:4}),(0,N.jsx)(I,{label:`Image address`,path:`${a}.imageUrl`,value:e.imageUrl,set:e=>r({imageUrl:e}),placeholder:`https://…`}),(0,N.jsxs)(`div`,{className:`pair`,children:[(0,N.jsx)(I,{label:`Button`,path:`${a}.action.caption`,value:e.caption,set:e=>r({caption:e})}),(0,N.jsx)(I,{label:`Button opens`,path:`${a}.action.targetUrl`,value:e.targetUrl,set:e=>r({targetUrl:e}),placeholder:`https://…`})]})]})]})}var pe=h(`
  fragment SendParts on Send {
    id
    kind
    outcome
    name
    createdAt
    recipientCount
    campaign {
      id
      trackingId
    }
    viberMessage {
      id
      trackingId
    }
    failoverFlow {
      id
      trackingId
    }
  }
`);function me({campaign:e,viberMessage:t,failoverFlow:n}){return e?a([`campaigns`,e.trackingId]):t?a([`messages`,t.trackingId]):n?a([`flows`,n.trackingId]):null}var he=h(`
  query SendByKey($key: String!) {
    send(by: { idempotencyKey: $key }) {
      id
      ...SendParts
    }
  }
`),ge=h(`
  subscription Outcomes($after: String) {
    deliveryEventAdded(filter: { kinds: [SEND] }, after: $after) {
      cursor
      subject {
        ... on Send {
          id
        }
      }
    }
  }
`);function _e(){let[e,t]=(0,D.useState)(new Set),{state:n}=u(ge,{},({deliveryEventAdded:e})=>{let n=e?.subject;t(e=>new Set(n&&`id`in n?[...e,n.id]:e))},void 0,{isFeed:!0});return{isLive:n===`live`,ids:e}}var ve=2e3;function ye(e){let{reads:t}=r();return t===`forbidden`?(0,N.jsx)(xe,{...e}):(0,N.jsx)(Te,{...e})}var be={SAME_INPUT:`sent`,FREE:`noRecord`};function xe({idempotencyKey:e,isEarlier:t,keyState:n,found:r,children:i}){let a=t?`unreadable`:n===null?null:be[n]??`unreadable`;return we(a,r),a===`sent`?(0,N.jsx)(f,{title:`It went out`,children:(0,N.jsx)(`p`,{children:`The graph has accepted it under this key. This key may not read: it cannot be followed here.`})}):a===`noRecord`?(0,N.jsx)(Ce,{}):(0,N.jsxs)(f,{title:n===`PENDING`?`It is being sent`:Se,kind:`warning`,children:[t?(0,N.jsx)(`p`,{children:`The answer was lost: it may have been sent and charged. This key may not read sends: give one that may, to see what became of it. The same content in a new draft could be sent twice.`}):(0,N.jsxs)(`p`,{children:[n===`PENDING`?`Send it again to wait for its answer: `:`The answer was lost: it may have been sent and charged. This key may not read sends; send it again to see what is known: `,`within 24 hours the same key never goes out twice. A new draft could be a second send.`]}),(0,N.jsxs)(`p`,{children:[`Key `,(0,N.jsx)(`code`,{children:e}),` `,i]})]})}var Se=`We do not know whether it went out`,Ce=()=>(0,N.jsx)(f,{title:`The graph has no record of it`,kind:`warning`,children:(0,N.jsx)(`p`,{children:`The connection was lost: it did not get there, was refused, or is still on its way. Send it again: the same key never goes out twice. A new draft could be a second send.`})});function we(e,t){let n=(0,D.useEffectEvent)(t);(0,D.useEffect)(()=>{e&&n(e)},[e])}function Te({idempotencyKey:r,reported:i,isEarlier:a,found:o,children:s}){let{data:c,error:l,loading:u,refetch:d,startPolling:p,stopPolling:m}=e(he,{variables:{key:r},fetchPolicy:`network-only`,notifyOnNetworkStatusChange:!1});(0,D.useEffect)(()=>{i.isLive&&d()},[i.isLive,i.ids,d]);let h=c?.send,g=h?n(pe,h):null,_=g&&me(g),v=c?.send===null&&!l&&!u,y=g?.outcome===`ACCEPTED`||g?.outcome===`CANCELLED`,b=g?.outcome===`NOT_SENT`;we(y?`sent`:b?`notSent`:v?`noRecord`:g?`unknown`:null,o);let x=t(l).some(({retryable:e})=>!e),S=g!==null&&i.ids.has(g.id),C=g?g.outcome===`PENDING`||g.outcome===`UNKNOWN`&&S:!x;(0,D.useEffect)(()=>(C&&p(ve),m),[C,p,m]);let w=(0,N.jsxs)(`p`,{children:[`Key `,(0,N.jsx)(`code`,{children:r}),` `,s]});return y?(0,N.jsx)(f,{title:g.outcome===`ACCEPTED`?`It went out`:`It was accepted, and cancelled since`,children:(0,N.jsxs)(`p`,{children:[`The vendor has confirmed it meanwhile. `,_&&(0,N.jsx)(`a`,{href:_,children:`Follow it`})]})}):b?(0,N.jsx)(f,{title:`It did not go out`,children:a?w:(0,N.jsx)(`p`,{children:`The same draft can be sent again.`})}):v&&!a?(0,N.jsx)(Ce,{}):(0,N.jsxs)(f,{title:Se,kind:`warning`,children:[(0,N.jsxs)(`p`,{children:[v?`The graph does not show it under the key that is given now. It may be on its way there, may have been sent with another key, or never got there.`:`The answer was lost: it may have been sent and charged. It is not sent again under this key, and a new key could send it twice.`,!v&&!x&&` This page follows it until its outcome is known.`]}),x&&(0,N.jsx)(`p`,{children:`The graph refuses to say what became of it: its outcome cannot be followed.`}),w]})}var Ee={FREE:`not used yet`,PENDING:`being sent`,SAME_INPUT:`sent already: another send repeats its answer`,OTHER_INPUT:`used for something else`,UNKNOWN_OUTCOME:`sent, its outcome is not known`};function De({preview:e,violations:n,error:r,isOld:i,retry:a}){let[s]=t(r);if(!e&&n.length>0)return(0,N.jsx)(E,{title:`Preview`,children:(0,N.jsx)(ke,{isSendable:!1,broken:n.length})});if(!e)return(0,N.jsx)(E,{title:`Preview`,children:s?(0,N.jsx)(l,{problem:s,retry:a}):(0,N.jsx)(o,{lines:3})});let{estimatedCost:c,balance:u,recipientsPerCountry:d,recipientCount:f,warnings:p,keyState:m}=e,h=n.some(({inputPath:e})=>e.join(`.`)===`input.to`);return(0,N.jsx)(E,{title:`Preview`,children:(0,N.jsxs)(`div`,{"aria-busy":i,children:[(0,N.jsx)(ke,{isSendable:e.isSendable,broken:n.length,keyState:m}),(0,N.jsx)(T,{facts:[[`Recipients`,f!=null&&!h&&C(f)],[`Countries`,d.length>0&&d.map(({country:e,count:t})=>`${S(e)} ${C(t)}`).join(`, `)],[`Characters`,e.characterCount!=null&&C(e.characterCount)],[`Billed as`,e.billing&&b(e.billing)],[`Expected cost`,c&&x(c.amount,c.currency)],[`Balance`,u&&x(u.amount,u.currency)],[`Key`,m&&Ee[m]]]}),c&&(0,N.jsx)(`p`,{className:`note`,children:c.basis}),p.map(({code:e,message:t,inputPath:n})=>(0,N.jsx)(`p`,{className:`doubt`,children:t},`${e} ${n.join(`.`)}`))]})})}var Oe={PENDING:`Being sent`,SAME_INPUT:`Sent already`};function ke({isSendable:e,broken:t,keyState:n}){let r=Oe[n??``]??`Ready to send`;return(0,N.jsx)(`p`,{role:`status`,className:e?`verdict is-delivered`:`verdict is-waiting`,children:e?r:t>0?`${C(t)} to correct`:`Cannot be sent`})}var Ae=h(`
  fragment Preview on SendPreview {
    isSendable
    keyState
    contentKind
    billing
    characterCount
    recipientCount
    recipientsPerCountry {
      country
      count
    }
    violations {
      code
      message
      inputPath
    }
    warnings {
      code
      message
      inputPath
    }
    estimatedCost {
      amount
      currency
      basis
    }
    balance {
      amount
      currency
    }
  }
`),je=h(`
  query PreviewCampaign($input: SendViberCampaignInput!) {
    preview: previewViberCampaign(input: $input) {
      ...Preview
    }
  }
`),Me=h(`
  query PreviewMessage($input: SendViberMessageInput!) {
    preview: previewViberMessage(input: $input) {
      ...Preview
    }
  }
`),Ne=h(`
  query PreviewFlow($input: SendFailoverFlowInput!) {
    preview: previewFailoverFlow(input: $input) {
      ...Preview
    }
  }
`),Pe=350;function Fe(t,r){let[i,a]=(0,D.useState)(t);(0,D.useEffect)(()=>{let e=setTimeout(()=>a(t),Pe);return()=>clearTimeout(e)},[t]);let o=M(t),s=M(i).length>0?null:i.kind,l={fetchPolicy:`no-cache`},{data:u,previousData:d,error:f,loading:p,refetch:m}={campaign:e(je,s===`campaign`?{...l,variables:{input:oe(i)}}:c),message:e(Me,s===`message`?{...l,variables:{input:se(i)}}:c),flow:e(Ne,s===`flow`?{...l,variables:{input:le(i)}}:c)}[i.kind],h=(0,D.useCallback)(()=>void m().catch(()=>void 0),[m]),[g,_]=(0,D.useState)(r),v=r!==g&&r!==`sending`&&s!==null&&i.key===t.key;r!==g&&!v&&_(r),(0,D.useEffect)(()=>{if(!v)return;let e=!1;return m().catch(()=>void 0).then(()=>e||_(r)),()=>void(e=!0)},[v,r,m]),(0,D.useEffect)(()=>{if(f)return addEventListener(`online`,h),()=>removeEventListener(`online`,h)},[f,h]);let[y,b]=(0,D.useState)(!1),x=p?y:f!==void 0;x!==y&&b(x);let S=x||v||s===null||o.length>0?null:n(Ae,(u??d)?.preview??null);return{preview:S,violations:[...o,...S?.violations??[]],error:f,isOld:p||v||i!==t,retry:h}}var B=`unsettled-sends`,V=Ie(),H=new Set;function Ie(){try{return JSON.parse(sessionStorage.getItem(B)??`[]`)}catch{return[]}}var Le=e=>e.preventDefault();function U(e){V=e,Re();for(let e of H)e()}function Re(){let e=V.filter(({isSettled:e})=>!e);e.some(({isUnreadable:e})=>!e)?addEventListener(`beforeunload`,Le):removeEventListener(`beforeunload`,Le);let t=e.map(({idempotencyKey:e,kind:t,hasKey:n})=>({idempotencyKey:e,kind:t,hasKey:n}));try{t.length>0?sessionStorage.setItem(B,JSON.stringify(t)):sessionStorage.removeItem(B)}catch{}}Re();var ze=(e,t,n)=>U([...V.filter(t=>t.idempotencyKey!==e),{idempotencyKey:e,kind:t,hasKey:n!==null,sentWith:n}]),W=e=>U(V.filter(t=>t.idempotencyKey!==e)),Be=e=>U(V.map(t=>t.idempotencyKey===e?{...t,isSettled:!0}:t)),Ve=(e,t)=>U(V.map(n=>n.idempotencyKey===e?{...n,isUnreadable:t}:n)),He=e=>(H.add(e),()=>H.delete(e)),Ue=e=>(0,D.useSyncExternalStore)(He,()=>V).filter(({sentWith:t,hasKey:n})=>t===void 0?n===(e!==null):t===e),We=h(`
  query Recent {
    sends(first: 8) {
      nodes {
        id
        ...SendParts
      }
    }
  }
`),Ge={VIBER_CAMPAIGN:`Campaign`,VIBER_MESSAGE:`Message`,FAILOVER_FLOW:`Failover flow`},Ke={ACCEPTED:`delivered`,PENDING:`moving`,UNKNOWN:`failed`,CANCELLED:`waiting`,NOT_SENT:`waiting`};function qe({reported:r,unsettled:i}){let{data:a,error:s,refetch:c}=e(We,{fetchPolicy:`cache-and-network`}),u=a?.sends&&n(pe,a.sends.nodes),d=u?.some(({outcome:e})=>e===`PENDING`||e===`UNKNOWN`)??!1;(0,D.useEffect)(()=>{r.isLive&&d&&c()},[r.isLive,r.ids,d,c]);let[f]=t(s);return(0,N.jsxs)(E,{title:`Last sends`,children:[f&&(0,N.jsx)(l,{problem:f,retry:()=>void c()}),!u&&!f&&(0,N.jsx)(o,{}),i.map(({idempotencyKey:e,kind:t})=>(0,N.jsx)(`section`,{"aria-label":`${b(t)} without an answer`,children:(0,N.jsx)(ye,{idempotencyKey:e,reported:r,isEarlier:!0,keyState:null,found:t=>{t===`sent`||t===`notSent`?Be(e):Ve(e,t===`unreadable`)},children:(0,N.jsx)(`button`,{type:`button`,className:`small`,onClick:()=>W(e),children:`Forget it`})})},e)),u?.length===0&&(0,N.jsx)(p,{title:`Nothing was sent yet`}),(0,N.jsx)(`ul`,{className:`recent`,children:u?.map(e=>{let t=me(e),n=e.name??Ge[e.kind];return(0,N.jsxs)(`li`,{children:[t?(0,N.jsx)(`a`,{href:t,dir:`auto`,children:n}):(0,N.jsx)(`span`,{dir:`auto`,children:n}),(0,N.jsx)(`span`,{className:`badge is-${Ke[e.outcome]}`,children:b(e.outcome)}),(0,N.jsx)(`span`,{className:`note`,children:[e.name&&Ge[e.kind],e.recipientCount!=null&&e.recipientCount>1&&`${C(e.recipientCount)} recipients`,y(e.createdAt)].filter(Boolean).join(` · `)})]},e.id)})})]})}var G=`Report it to the operator of the graph, who alone can change it.`,Je=`Give a key that has the scope send.`,Ye={INSUFFICIENT_BALANCE:`Top up the account at the vendor, then send again; the key stays the same.`,UPSTREAM_UNAUTHENTICATED:G,UPSTREAM_FORBIDDEN:G,VENDOR_NOT_CONFIGURED:G,UPSTREAM_BAD_RESPONSE:G,INTERNAL_SERVER_ERROR:G,UNAUTHENTICATED:Je,FORBIDDEN:Je,IDEMPOTENCY_KEY_REUSED:`Use a new key, if this is another send.`};function Xe({code:e,retryable:t,retryAfterSeconds:n,vendorCode:r}){if(e===`UPSTREAM_REJECTED`)return r===null?`The vendor gave no code for it.`:`Look up the vendor’s code ${r} in its documentation.`;let i=Ye[e];return i===void 0?t?`${n===null?`Possible again after some seconds.`:s(n)} The key stays the same.`:`Correct it and send again; the key stays the same.`:i}var Ze=({problem:e})=>(0,N.jsxs)(f,{title:`Not sent`,kind:`problem`,children:[(0,N.jsx)(`p`,{children:e.message}),(0,N.jsxs)(`p`,{className:`note`,children:[e.code,`: `,Xe(e),Ye[e.code]===G&&e.requestId&&(0,N.jsxs)(N.Fragment,{children:[` `,`Request `,(0,N.jsx)(`code`,{children:e.requestId})]})]})]}),Qe=h(`
  mutation SendCampaign($input: SendViberCampaignInput!) {
    sendViberCampaign(input: $input) {
      replayed
      campaign {
        id
        trackingId
      }
    }
  }
`),$e=h(`
  mutation SendMessage($input: SendViberMessageInput!) {
    sendViberMessage(input: $input) {
      replayed
      viberMessage {
        id
        trackingId
      }
    }
  }
`),et=h(`
  mutation SendFlow($input: SendFailoverFlowInput!) {
    sendFailoverFlow(input: $input) {
      replayed
      failoverFlow {
        id
        trackingId
      }
    }
  }
`),K=({state:e})=>e!==`draft`&&e!==`notSent`,tt=e=>e.state===`noRecord`||e.state===`unreadable`||!K(e),q=({state:e})=>e===`unknown`||e===`unreadable`||e===`noRecord`,J=new Map,Y=new Set,X=(e,t)=>({draft:re(e,t),state:`draft`,problems:[],showsAll:!1,sentLink:null});function Z(e){let t=J.get(e)??X(`campaign`,``);return J.set(e,t),t}function Q(e,t){J.set(e,{...Z(e),...t});for(let e of Y)e()}var nt=e=>(Y.add(e),()=>Y.delete(e)),rt=e=>(0,D.useSyncExternalStore)(nt,()=>Z(e));function it(e,t){let n=Z(e);K(n)||Q(e,{draft:{...n.draft,...t},problems:[],sentLink:null})}function at(e,t){let n=Z(e);if(K(n))return;let{draft:r}=n,i=r.steps.map(e=>({...e,senderId:e.senderId||t}));Q(e,{draft:{...r,senderId:r.senderId||t,steps:i}})}function ot(e){let t=Z(e),{draft:n}=t;q(t)||W(n.key),Q(e,X(n.kind,n.senderId))}function st(e){let{draft:t}=Z(e);Q(e,{draft:{...t,key:ne()},state:`draft`,problems:[]})}function ct(e,t,n){(n===`sent`||n===`notSent`)&&Be(t);let{draft:r,state:i}=Z(e);r.key===t&&i!==`draft`&&i!==`sending`&&Q(e,{state:n})}async function lt(e,n){let r=Z(n);if(!tt(r))return;let{draft:i}=r;if(M(i).length>0)return Q(n,{showsAll:!0});Q(n,{state:`sending`,problems:[],showsAll:!0,sentLink:null}),ze(i.key,i.kind,n);let{link:o,error:s}=await dt(e,i).catch(e=>({link:null,error:e}));if(o){let e=location.hash.split(`?`)[0]===a([`send`])&&m()===n&&g();W(i.key),Q(n,{...X(i.kind,i.senderId),sentLink:e?null:o}),e&&d(o);return}let c=t(s);if(c.length===0||c.some(({code:e})=>e===`SEND_OUTCOME_UNKNOWN`||e===`NETWORK`))return Q(n,{state:`unknown`});if(q(r)&&c.every(({code:e})=>ut.has(e)))return Q(n,{state:`unknown`,problems:c});W(i.key),Q(n,{state:`draft`,problems:c})}var ut=new Set([`UNAUTHENTICATED`,`FORBIDDEN`,`RATE_LIMITED`,`OVERLOADED`,`LEDGER_UNAVAILABLE`,`INTERNAL_SERVER_ERROR`]),$={fetchPolicy:`no-cache`};async function dt(e,t){if(t.kind===`campaign`){let n={input:oe(t)},{data:r,error:i}=await e.mutate({...$,mutation:Qe,variables:n}),o=r?.sendViberCampaign?.campaign.trackingId;return{link:o?a([`campaigns`,o]):null,error:i}}if(t.kind===`message`){let n={input:se(t)},{data:r,error:i}=await e.mutate({...$,mutation:$e,variables:n}),o=r?.sendViberMessage?.viberMessage.trackingId;return{link:o?a([`messages`,o]):null,error:i}}let n={input:le(t)},{data:r,error:i}=await e.mutate({...$,mutation:et,variables:n}),o=r?.sendFailoverFlow?.failoverFlow.trackingId;return{link:o?a([`flows`,o]):null,error:i}}var ft=[`viber`,`sms`,`voice`],pt=10;function mt({draft:{steps:e,senderId:t},change:n}){let{isLocked:r}=(0,D.useContext)(P),i=(t,r)=>n({steps:e.map(e=>e.id===t?{...e,...r}:e)}),a=(0,D.useRef)(null),o=(0,D.useRef)(null);return(0,D.useEffect)(()=>{if(o.current===null)return;let e=[...a.current?.querySelectorAll(`.remove`)??[]],t=e[o.current]??e.at(-1)??a.current?.querySelector(`.actions button`);o.current=null,t?.focus()},[e]),(0,N.jsxs)(`div`,{className:`steps-to-send`,ref:a,children:[e.map((t,a)=>(0,N.jsxs)(`fieldset`,{children:[(0,N.jsxs)(`legend`,{children:[a+1,`. `,b(t.channel.toUpperCase())]}),(0,N.jsx)(ht,{step:t,path:`input.steps.${a}.${t.channel}`,change:e=>i(t.id,e)}),e.length>1&&(0,N.jsxs)(`button`,{type:`button`,className:`small remove`,disabled:r,onClick:()=>{o.current=a,n({steps:e.filter(({id:e})=>e!==t.id)})},children:[`Remove step `,a+1]})]},t.id)),e.length<pt&&(0,N.jsx)(`div`,{className:`actions`,children:ft.map(i=>(0,N.jsxs)(`button`,{type:`button`,className:`small`,disabled:r,onClick:()=>n({steps:[...e,k(i,t)]}),children:[`Add `,b(i.toUpperCase())]},i))})]})}function ht({step:e,path:t,change:n}){if(e.channel===`viber`)return(0,N.jsxs)(N.Fragment,{children:[(0,N.jsx)(I,{label:`Sender`,path:`${t}.senderId`,value:e.senderId,set:e=>n({senderId:e}),list:`senders`}),(0,N.jsx)(z,{draft:e,path:`${t}.message`,hasTemplates:!0,change:n})]});let r=e.channel===`voice`,i=r?`${t}.verbs.0.say.text`:`${t}.text`;return(0,N.jsxs)(N.Fragment,{children:[(0,N.jsxs)(`div`,{className:`pair`,children:[(0,N.jsx)(I,{label:`From`,path:`${t}.from`,value:e.from,set:e=>n({from:e})}),r&&(0,N.jsx)(I,{label:`Language`,path:`${t}.verbs.0.say.language`,value:e.spokenLanguage,set:e=>n({spokenLanguage:e})})]}),(0,N.jsx)(I,{label:r?`What is said`:`Text`,path:i,value:e.text,set:e=>n({text:e}),rows:3})]})}var gt=h(`
  query Senders {
    campaigns(first: 20) {
      nodes {
        id
        trackingId
        sender {
          id
          name
        }
      }
    }
  }
`),_t=[[`campaign`,`Campaign`],[`message`,`Message`],[`flow`,`Failover flow`]];function vt(){let{sends:e,key:t}=r();return(0,N.jsxs)(N.Fragment,{children:[(0,N.jsx)(`header`,{className:`head`,children:(0,N.jsxs)(`div`,{children:[(0,N.jsx)(`h1`,{tabIndex:-1,children:`Send`}),(0,N.jsx)(`p`,{className:`note`,children:`Checked as you type; nothing goes out before you press Send`})]})}),e?(0,N.jsx)(xt,{owner:t},t):(0,N.jsx)(p,{title:`This key may not send`,children:`Sending needs a key with the scope send.`})]})}var yt=`It is not known whether this send went out. It stays under “Last sends”; the same content in a new draft could be sent twice. Start a new draft?`,bt=e=>[...new Map(e.map(e=>[`${e.inputPath.join(`.`)} ${e.message}`,e])).values()];function xt({owner:e}){let t=i(),{reads:n}=r(),a=rt(e),{draft:o,state:s,problems:c,showsAll:l,sentLink:u}=a,d=s!==`draft`&&s!==`sending`,p=Ue(e).filter(({idempotencyKey:e})=>e!==o.key),m=_e(),h=(0,D.useRef)(null),g=(0,D.useRef)(null),_=(0,D.useRef)(s);(0,D.useEffect)(()=>{let e=[document.body,h.current].includes(document.activeElement);_.current===`sending`&&e&&(s===`unknown`?g:h).current?.focus(),_.current=s},[s]);let v=Fe(o,d&&n===`forbidden`?`unknown`:s),y=wt(),b=y.find(({id:e})=>e===o.senderId)?.name??null,x=y[0]?.id;(0,D.useEffect)(()=>{x&&at(e,x)},[e,x]);let S=t=>it(e,t),{show:C,isElsewhere:w}=ue(),T={violations:bt([...v.violations,...c.flatMap(({violations:e})=>e)]),warnings:v.preview?.warnings??[],showsAll:l,isLocked:K(a),show:C},O=T.violations.filter(e=>w(e)&&(e.inputPath.length<2||l&&!v.isOld)),te=c.filter(({violations:e})=>e.length===0),k=!T.isLocked&&(v.preview?.keyState===`OTHER_INPUT`||c.some(({code:e})=>e===`IDEMPOTENCY_KEY_REUSED`));return(0,N.jsxs)(`div`,{className:`columns`,children:[(0,N.jsx)(`form`,{className:`main`,onSubmit:e=>e.preventDefault(),children:(0,N.jsxs)(P,{value:T,children:[O.length>0&&(0,N.jsx)(f,{title:`To correct`,kind:`problem`,children:(0,N.jsx)(R,{rules:O})}),k&&(0,N.jsxs)(f,{title:`The key of this draft belongs to another send`,kind:`warning`,children:[(0,N.jsx)(`p`,{children:`It is under way or went out: see the last sends first. With a new key this draft is one more send.`}),(0,N.jsx)(`button`,{type:`button`,onClick:()=>st(e),children:`New key`})]}),u&&(0,N.jsx)(f,{title:`It went out`,children:n===`forbidden`?(0,N.jsx)(`p`,{children:`This key may not read: it cannot be followed here.`}):(0,N.jsx)(`a`,{href:u,children:`Follow it`})}),(0,N.jsxs)(E,{title:`What to send`,children:[(0,N.jsx)(`div`,{className:`choices`,role:`radiogroup`,"aria-label":`Kind`,children:_t.map(([e,t])=>(0,N.jsxs)(`label`,{children:[(0,N.jsx)(`input`,{type:`radio`,name:`kind`,checked:o.kind===e,disabled:T.isLocked,onChange:()=>S({kind:e})}),t]},e))}),o.kind===`campaign`&&(0,N.jsx)(St,{draft:o,senderName:b,change:S}),o.kind===`message`&&(0,N.jsxs)(N.Fragment,{children:[(0,N.jsxs)(`div`,{className:`pair`,children:[(0,N.jsx)(I,{label:`Recipient`,path:`input.to`,value:o.to,set:e=>S({to:e}),placeholder:`+30…`,type:`tel`}),(0,N.jsx)(I,{label:`Sender`,path:`input.senderId`,value:o.senderId,set:e=>S({senderId:e}),list:`senders`,hint:b})]}),(0,N.jsx)(z,{draft:o,path:`input.message`,hasTemplates:!0,change:S})]}),o.kind===`flow`&&(0,N.jsxs)(N.Fragment,{children:[(0,N.jsx)(I,{label:`Recipient`,path:`input.to`,value:o.to,set:e=>S({to:e}),placeholder:`+30…`,type:`tel`}),(0,N.jsx)(mt,{draft:o,change:S})]}),(0,N.jsx)(`datalist`,{id:`senders`,children:y.map(({id:e,name:t})=>(0,N.jsx)(`option`,{value:e,children:t??e},e))})]}),te.map(e=>(0,N.jsx)(Ze,{problem:e},e.code)),d&&(0,N.jsx)(`div`,{ref:g,tabIndex:-1,children:(0,N.jsx)(ye,{idempotencyKey:o.key,reported:m,isEarlier:!1,keyState:v.isOld?null:v.preview?.keyState??(v.error?`UNKNOWN`:null),found:t=>ct(e,o.key,t)},o.key)}),(0,N.jsxs)(`div`,{className:`actions`,children:[(0,N.jsx)(`button`,{ref:h,type:`button`,className:`primary`,disabled:!tt(a),onClick:({currentTarget:n})=>{n.form?.reportValidity()&&lt(t,e)},children:s===`sending`?`Sending…`:`Send`}),(0,N.jsx)(`button`,{type:`button`,disabled:s===`sending`,onClick:()=>{(!q(a)||confirm(yt))&&ot(e)},children:`New draft`}),(0,N.jsxs)(`span`,{className:`note`,children:[`Key of this draft `,(0,N.jsx)(`code`,{children:o.key})]})]})]})}),(0,N.jsxs)(`aside`,{className:`side`,children:[(0,N.jsx)(E,{title:`On a phone`,children:(0,N.jsx)(ee,{content:Ct(o),sender:b})}),(0,N.jsx)(De,{...v}),(0,N.jsx)(qe,{reported:m,unsettled:p})]})]})}var St=({draft:e,senderName:t,change:n})=>(0,N.jsxs)(N.Fragment,{children:[(0,N.jsxs)(`div`,{className:`pair`,children:[(0,N.jsx)(I,{label:`Name`,path:`input.name`,value:e.name,set:e=>n({name:e}),hint:`Unique in the account`}),(0,N.jsx)(I,{label:`Sender`,path:`input.senderId`,value:e.senderId,set:e=>n({senderId:e}),list:`senders`,hint:t})]}),(0,N.jsx)(L,{path:`input.recipients`,isEmpty:!(e.phoneNumbers||e.groups)}),(0,N.jsxs)(`div`,{className:`pair`,children:[(0,N.jsx)(I,{label:`Phone numbers`,path:`input.recipients.phoneNumbers`,value:e.phoneNumbers,set:e=>n({phoneNumbers:e}),rows:4,placeholder:`+30…
+44…`,hint:`One a line, with + and country`}),(0,N.jsxs)(`div`,{children:[(0,N.jsx)(I,{label:`Groups`,path:`input.recipients.groups`,value:e.groups,set:e=>n({groups:e}),hint:`Names, with commas between`}),(0,N.jsx)(I,{label:`Not before`,path:`input.scheduledAt`,value:e.scheduledAt,set:e=>n({scheduledAt:e}),type:`datetime-local`,hint:`Empty: at once`})]})]}),(0,N.jsx)(z,{draft:e,path:`input`,hasTemplates:!1,change:n})]});function Ct(e){let t=e.kind===`flow`?e.steps[0]:e;return t?e.kind!==`campaign`&&t.usesTemplate?{text:t.templateId&&`Template ${t.templateId}`}:j(t):{}}function wt(){let{data:t,error:n}=e(gt);if(n&&!t)return[];let r=t?.campaigns?.nodes.flatMap(({sender:e})=>e??[])??[];return[...new Map(r.map(e=>[e.id,e])).values()]}export{vt as SendScreen};
import{_ as e,c as t,f as n,ft as r,g as i,h as a,i as o,l as s,n as c,o as l,p as u,s as d,t as f,v as p,x as m}from"./use-live-DCDYu_Vt.js";import{_ as h,h as g,i as _,m as v,n as y,r as b,s as x,t as S}from"./jsx-runtime-DFPEc5xb.js";import{n as C,t as w}from"./card-CY1nQSVA.js";import{n as T}from"./phone-bmjl6Alp.js";var E=h(g(),1),D={senderId:``,usesTemplate:!1,text:``,imageUrl:``,caption:``,targetUrl:``,templateId:``,language:`en`,parameters:``},O=0,k=(e,t)=>({...D,senderId:t,id:O+=1,channel:e,from:``,spokenLanguage:`en-GB`}),ee=()=>`console-${[...crypto.getRandomValues(new Uint8Array(12))].map(e=>e.toString(16).padStart(2,`0`)).join(``)}`,te=(e,t)=>({...D,senderId:t,key:ee(),kind:e,name:``,phoneNumbers:``,groups:``,scheduledAt:``,to:``,steps:[k(`viber`,t),k(`sms`,t)]}),A=(e,t)=>e.split(t).map(e=>e.trim()).filter(Boolean);function j({text:e,imageUrl:t,caption:n,targetUrl:r}){return{...e?{text:e}:{},...t?{imageUrl:t}:{},...n||r?{action:{caption:n,targetUrl:r}}:{}}}function ne(e){if(!e.usesTemplate)return{content:j(e)};let t=A(e.parameters,`
`).map(e=>{let[t=``,...n]=e.split(`=`);return{name:t.trim(),value:n.join(`=`).trim()}});return{template:{templateId:e.templateId,language:e.language,parameters:t}}}var re=e=>!Number.isNaN(Date.parse(e)),M=({kind:e,scheduledAt:t})=>e===`campaign`&&t!==``&&!re(t)?[{code:`BAD_USER_INPUT`,message:`scheduledAt: a date with a year of four digits and a time are needed`,inputPath:[`input`,`scheduledAt`]}]:[];function ie(e){let t=A(e.phoneNumbers,/[\n,;]/),n=A(e.groups,`,`);return{idempotencyKey:e.key,senderId:e.senderId,recipients:{...t.length>0||n.length===0?{phoneNumbers:t}:{},...n.length>0?{groups:n}:{}},content:j(e),...e.name?{name:e.name}:{},...e.scheduledAt?{scheduledAt:new Date(e.scheduledAt).toISOString()}:{}}}var ae=e=>({idempotencyKey:e.key,senderId:e.senderId,to:e.to,message:ne(e)});function oe(e){return e.channel===`viber`?{viber:{senderId:e.senderId,message:ne(e)}}:e.channel===`sms`?{sms:{from:e.from,text:e.text}}:{voice:{from:e.from,verbs:[{say:{text:e.text,language:e.spokenLanguage,voice:`FEMALE`}}]}}}var N=e=>({idempotencyKey:e.key,to:e.to,steps:e.steps.map(oe)}),P=S(),F=(0,E.createContext)({violations:[],warnings:[],showsAll:!1,isLocked:!1,show:()=>()=>void 0}),I=({path:e,isGroup:t},{inputPath:n})=>{let r=n.join(`.`);return r===e||!t&&r.startsWith(`${e}.`)};function se(){let[e,t]=(0,E.useState)([]);return{show:(0,E.useCallback)(e=>(t(t=>[...t,e]),()=>t(t=>t.filter(t=>t!==e))),[]),isElsewhere:t=>!e.some(e=>I(e,t))}}function L(e,t){let{show:n}=(0,E.useContext)(F);(0,E.useLayoutEffect)(()=>n({path:e,isGroup:t}),[n,e,t])}function R({label:e,path:t,value:n,set:r,hint:i,rows:a,type:o=`text`,list:s,placeholder:c}){let l=(0,E.useId)(),{violations:u,warnings:d,showsAll:f,isLocked:p}=(0,E.useContext)(F),[m,h]=(0,E.useState)(!1);L(t,!1);let g=e=>I({path:t,isGroup:!1},e),_=f||m||n!==``?u.filter(g):[],v=d.filter(g),y={id:l,value:n,placeholder:c,disabled:p,dir:`auto`,"aria-invalid":_.length>0,"aria-describedby":`${l}-rules`,onBlur:()=>h(!0)};return(0,P.jsxs)(`div`,{className:`field`,children:[(0,P.jsx)(`label`,{htmlFor:l,children:e}),a?(0,P.jsx)(`textarea`,{...y,rows:a,onChange:e=>r(e.target.value)}):(0,P.jsx)(`input`,{...y,type:o,list:s,autoComplete:`off`,onChange:e=>r(e.target.value)}),(0,P.jsxs)(`div`,{id:`${l}-rules`,children:[i&&_.length===0&&(0,P.jsx)(`p`,{className:`note`,children:i}),(0,P.jsx)(B,{rules:_}),v.map(({code:e,message:t})=>(0,P.jsx)(`p`,{className:`doubt`,children:t},e))]})]})}function z({path:e,isEmpty:t}){let{violations:n,warnings:r,showsAll:i}=(0,E.useContext)(F);L(e,!0);let a=n=>(i||!t)&&I({path:e,isGroup:!0},n);return(0,P.jsxs)(`div`,{role:`status`,children:[(0,P.jsx)(B,{rules:n.filter(a)}),r.filter(a).map(({code:e,message:t})=>(0,P.jsx)(`p`,{className:`doubt`,children:t},e))]})}var B=({rules:e})=>e.map(({inputPath:e,message:t})=>(0,P.jsxs)(`p`,{className:`broken`,children:[ce(e),t]},`${e.join(`.`)} ${t}`)),ce=e=>{let t=e.at(-1);return t!==void 0&&/^\d+$/.test(String(t))?`Entry ${Number(t)+1}: `:``};function V({draft:e,path:t,hasTemplates:n,change:r}){let{isLocked:i}=(0,E.useContext)(F),a=`${t}.content`,o=`${t}.template`;return(0,P.jsxs)(P.Fragment,{children:[n&&(0,P.jsxs)(`label`,{className:`check`,children:[(0,P.jsx)(`input`,{type:`checkbox`,checked:e.usesTemplate,disabled:i,onChange:e=>r({usesTemplate:e.target.checked})}),`A template that Viber has approved`]}),n&&e.usesTemplate?(0,P.jsxs)(P.Fragment,{children:[(0,P.jsx)(z,{path:o,isEmpty:!e.templateId}),(0,P.jsxs)(`div`,{className:`pair`,children:[(0,P.jsx)(R,{label:`Template id`,path:`${o}.templateId`,value:e.templateId,set:e=>r({templateId:e})}),(0,P.jsx)(R,{label:`Language`,path:`${o}.language`,value:e.language,set:e=>r({language:e})})]}),(0,P.jsx)(R,{label:`Parameters`,path:`${o}.parameters`,value:e.parameters,set:e=>r({parameters:e}),rows:3,placeholder:`order_id = A-1007`,hint:`One a line: name = value`})]}):(0,P.jsxs)(P.Fragment,{children:[(0,P.jsx)(z,{path:a,isEmpty:!(e.text||e.imageUrl||e.caption||e.targetUrl)}),(0,P.jsx)(R,{label:`Text`,path:`${a}.text`,value:e.text,set:e=>r({text:e}),rows:4}),(0,P.jsx)(R,{label:`Image address`,path:`${a}.imageUrl`,value:e.imageUrl,set:e=>r({imageUrl:e}),placeholder:`https://…`}),(0,P.jsxs)(`div`,{className:`pair`,children:[(0,P.jsx)(R,{label:`Button`,path:`${a}.action.caption`,value:e.caption,set:e=>r({caption:e})}),(0,P.jsx)(R,{label:`Button opens`,path:`${a}.action.targetUrl`,value:e.targetUrl,set:e=>r({targetUrl:e}),placeholder:`https://…`})]})]})]})}var le=i(`
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
`);function ue({campaign:e,viberMessage:t,failoverFlow:n}){return e?o([`campaigns`,e.trackingId]):t?o([`messages`,t.trackingId]):n?o([`flows`,n.trackingId]):null}var de=i(`
  query SendByKey($key: String!) {
    send(by: { idempotencyKey: $key }) {
      id
      ...SendParts
    }
  }
`),fe=i(`
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
`);function pe(){let[e,t]=(0,E.useState)(new Set),{state:n}=f(fe,{},({deliveryEventAdded:e})=>{let n=e?.subject;t(e=>new Set(n&&`id`in n?[...e,n.id]:e))});return{isLive:n===`live`,ids:e}}var me=2e3;function he({idempotencyKey:n,told:r,isEarlier:i,settled:o,children:s}){let{data:c,error:l,loading:u,refetch:d,startPolling:f,stopPolling:m}=p(de,{variables:{key:n},fetchPolicy:`network-only`,notifyOnNetworkStatusChange:!1});(0,E.useEffect)(()=>{r.isLive&&d()},[r.isLive,r.ids,d]);let h=c?.send,g=h?e(le,h):null,_=g&&ue(g),v=c?.send===null&&!l&&!u,y=g?.outcome===`ACCEPTED`||g?.outcome===`CANCELLED`,b=g?.outcome===`NOT_SENT`||v&&!i,x=y?`sent`:b?`notSent`:null,S=(0,E.useEffectEvent)(o);(0,E.useEffect)(()=>{x&&S(x)},[x]);let C=a(l).some(({retryable:e})=>!e),w=g!==null&&r.ids.has(g.id),T=g?g.outcome===`PENDING`||g.outcome===`UNKNOWN`&&w:!b&&!C;(0,E.useEffect)(()=>(T&&f(me),m),[T,f,m]);let D=(0,P.jsxs)(`p`,{children:[`Key `,(0,P.jsx)(`code`,{children:n}),` `,s]});return y?(0,P.jsx)(t,{title:g.outcome===`ACCEPTED`?`It went out`:`It was accepted, and cancelled since`,children:(0,P.jsxs)(`p`,{children:[`The vendor has confirmed it meanwhile. `,_&&(0,P.jsx)(`a`,{href:_,children:`Follow it`})]})}):g?.outcome===`NOT_SENT`?(0,P.jsx)(t,{title:`It did not go out`,children:i?D:(0,P.jsx)(`p`,{children:`The same draft can be sent again.`})}):b?(0,P.jsx)(t,{title:`It did not reach the graph`,children:(0,P.jsx)(`p`,{children:`The connection was lost before. Send it again: the same key never goes out twice.`})}):(0,P.jsxs)(t,{title:`We do not know whether it went out`,kind:`warning`,children:[(0,P.jsx)(`p`,{children:v?`The graph does not show it under the key that is given now. It may be on its way there, may have been sent with another key, or never got there.`:`The answer was lost: it may have been sent and charged. It is not sent again under this key, and a new key could send it twice. This page follows it until its outcome is known.`}),C&&(0,P.jsx)(`p`,{children:`This key may not read sends: its outcome cannot be followed.`}),D]})}var ge={FREE:`not used yet`,PENDING:`being sent`,SAME_INPUT:`sent already: another send repeats its answer`,OTHER_INPUT:`used for something else`,UNKNOWN_OUTCOME:`sent, its outcome is not known`};function _e({preview:e,violations:t,error:n,isOld:r,retry:i}){let[o]=a(n);if(!e&&t.length>0)return(0,P.jsx)(w,{title:`Preview`,children:(0,P.jsx)(ve,{isSendable:!1,broken:t.length})});if(!e)return(0,P.jsx)(w,{title:`Preview`,children:o?(0,P.jsx)(s,{problem:o,retry:i}):(0,P.jsx)(d,{lines:3})});let{estimatedCost:c,balance:l,recipientsPerCountry:u,recipientCount:f,warnings:p,keyState:m}=e,h=t.some(({inputPath:e})=>e.join(`.`)===`input.to`);return(0,P.jsx)(w,{title:`Preview`,children:(0,P.jsxs)(`div`,{"aria-busy":r,children:[(0,P.jsx)(ve,{isSendable:e.isSendable,broken:t.length}),(0,P.jsx)(C,{facts:[[`Recipients`,f!=null&&!h&&x(f)],[`Countries`,u.length>0&&u.map(({country:e,count:t})=>`${b(e)} ${x(t)}`).join(`, `)],[`Characters`,e.characterCount!=null&&x(e.characterCount)],[`Billed as`,e.billing&&v(e.billing)],[`Expected cost`,c&&y(c.amount,c.currency)],[`Balance`,l&&y(l.amount,l.currency)],[`Key`,m&&ge[m]]]}),c&&(0,P.jsx)(`p`,{className:`note`,children:c.basis}),p.map(({code:e,message:t,inputPath:n})=>(0,P.jsx)(`p`,{className:`doubt`,children:t},`${e} ${n.join(`.`)}`))]})})}var ve=({isSendable:e,broken:t})=>(0,P.jsx)(`p`,{role:`status`,className:e?`verdict is-delivered`:`verdict is-waiting`,children:e?`Ready to send`:t>0?`${x(t)} to correct`:`Cannot be sent`}),ye=i(`
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
`),be=i(`
  query PreviewCampaign($input: SendViberCampaignInput!) {
    preview: previewViberCampaign(input: $input) {
      ...Preview
    }
  }
`),xe=i(`
  query PreviewMessage($input: SendViberMessageInput!) {
    preview: previewViberMessage(input: $input) {
      ...Preview
    }
  }
`),Se=i(`
  query PreviewFlow($input: SendFailoverFlowInput!) {
    preview: previewFailoverFlow(input: $input) {
      ...Preview
    }
  }
`),Ce=350;function we(t){let[n,r]=(0,E.useState)(t);(0,E.useEffect)(()=>{let e=setTimeout(()=>r(t),Ce);return()=>clearTimeout(e)},[t]);let i=M(t),a=M(n).length>0?null:n.kind,o={fetchPolicy:`no-cache`},{data:s,previousData:c,error:l,loading:u,refetch:d}={campaign:p(be,a===`campaign`?{...o,variables:{input:ie(n)}}:m),message:p(xe,a===`message`?{...o,variables:{input:ae(n)}}:m),flow:p(Se,a===`flow`?{...o,variables:{input:N(n)}}:m)}[n.kind],f=(0,E.useCallback)(()=>void d().catch(()=>void 0),[d]);(0,E.useEffect)(()=>{if(l)return addEventListener(`online`,f),()=>removeEventListener(`online`,f)},[l,f]);let[h,g]=(0,E.useState)(!1),_=u?h:l!==void 0;_!==h&&g(_);let v=_||a===null||i.length>0?null:e(ye,(s??c)?.preview??null);return{preview:v,violations:[...i,...v?.violations??[]],error:l,isOld:u||n!==t,retry:f}}var H=`unsettled-sends`,U=Te(),W=new Set;function Te(){try{return JSON.parse(sessionStorage.getItem(H)??`[]`)}catch{return[]}}var Ee=e=>e.preventDefault();function G(e){U=e,De();for(let e of W)e()}function De(){let e=U.filter(({isSettled:e})=>!e);e.length>0?addEventListener(`beforeunload`,Ee):removeEventListener(`beforeunload`,Ee);let t=e.map(({idempotencyKey:e,kind:t,hasKey:n})=>({idempotencyKey:e,kind:t,hasKey:n}));try{t.length>0?sessionStorage.setItem(H,JSON.stringify(t)):sessionStorage.removeItem(H)}catch{}}De();var Oe=(e,t,n)=>G([...U.filter(t=>t.idempotencyKey!==e),{idempotencyKey:e,kind:t,hasKey:n!==null,sentWith:n}]),K=e=>G(U.filter(t=>t.idempotencyKey!==e)),ke=e=>G(U.map(t=>t.idempotencyKey===e?{...t,isSettled:!0}:t)),Ae=e=>(W.add(e),()=>W.delete(e)),je=e=>(0,E.useSyncExternalStore)(Ae,()=>U).filter(({sentWith:t,hasKey:n})=>t===void 0?n===(e!==null):t===e),Me=i(`
  query Recent {
    sends(first: 8) {
      nodes {
        id
        ...SendParts
      }
    }
  }
`),Ne={VIBER_CAMPAIGN:`Campaign`,VIBER_MESSAGE:`Message`,FAILOVER_FLOW:`Failover flow`},Pe={ACCEPTED:`delivered`,PENDING:`moving`,UNKNOWN:`failed`,CANCELLED:`waiting`,NOT_SENT:`waiting`};function Fe({told:t,unsettled:n}){let{data:r,error:i,refetch:o}=p(Me,{fetchPolicy:`cache-and-network`}),c=r?.sends&&e(le,r.sends.nodes),u=c?.some(({outcome:e})=>e===`PENDING`||e===`UNKNOWN`)??!1;(0,E.useEffect)(()=>{t.isLive&&u&&o()},[t.isLive,t.ids,u,o]);let[f]=a(i);return(0,P.jsxs)(w,{title:`Last sends`,children:[f&&(0,P.jsx)(s,{problem:f,retry:()=>void o()}),!c&&!f&&(0,P.jsx)(d,{}),n.map(({idempotencyKey:e,kind:n})=>(0,P.jsx)(`section`,{"aria-label":`${v(n)} without an answer`,children:(0,P.jsx)(he,{idempotencyKey:e,told:t,isEarlier:!0,settled:()=>ke(e),children:(0,P.jsx)(`button`,{type:`button`,className:`small`,onClick:()=>K(e),children:`Forget it`})})},e)),c?.length===0&&(0,P.jsx)(l,{title:`Nothing was sent yet`}),(0,P.jsx)(`ul`,{className:`recent`,children:c?.map(e=>{let t=ue(e),n=e.name??Ne[e.kind];return(0,P.jsxs)(`li`,{children:[t?(0,P.jsx)(`a`,{href:t,dir:`auto`,children:n}):(0,P.jsx)(`span`,{dir:`auto`,children:n}),(0,P.jsx)(`span`,{className:`badge is-${Pe[e.outcome]}`,children:v(e.outcome)}),(0,P.jsx)(`span`,{className:`note`,children:[e.name&&Ne[e.kind],e.recipientCount!=null&&e.recipientCount>1&&`${x(e.recipientCount)} recipients`,_(e.createdAt)].filter(Boolean).join(` · `)})]},e.id)})})]})}var Ie=i(`
  mutation SendCampaign($input: SendViberCampaignInput!) {
    sendViberCampaign(input: $input) {
      replayed
      campaign {
        id
        trackingId
      }
    }
  }
`),Le=i(`
  mutation SendMessage($input: SendViberMessageInput!) {
    sendViberMessage(input: $input) {
      replayed
      viberMessage {
        id
        trackingId
      }
    }
  }
`),Re=i(`
  mutation SendFlow($input: SendFailoverFlowInput!) {
    sendFailoverFlow(input: $input) {
      replayed
      failoverFlow {
        id
        trackingId
      }
    }
  }
`),q=({state:e})=>[`sending`,`unknown`,`sent`].includes(e),J=new Map,Y=new Set,X=(e,t)=>({draft:te(e,t),state:`draft`,problems:[],showsAll:!1,sentLink:null});function Z(e){let t=J.get(e)??X(`campaign`,``);return J.set(e,t),t}function Q(e,t){J.set(e,{...Z(e),...t});for(let e of Y)e()}var ze=e=>(Y.add(e),()=>Y.delete(e)),Be=e=>(0,E.useSyncExternalStore)(ze,()=>Z(e));function Ve(e,t){let n=Z(e);q(n)||Q(e,{draft:{...n.draft,...t},problems:[],sentLink:null})}function He(e,t){let n=Z(e);if(q(n))return;let{draft:r}=n,i=r.steps.map(e=>({...e,senderId:e.senderId||t}));Q(e,{draft:{...r,senderId:r.senderId||t,steps:i}})}function Ue(e){let{draft:t,state:n}=Z(e);n!==`unknown`&&K(t.key),Q(e,X(t.kind,t.senderId))}function We(e){let{draft:t}=Z(e);Q(e,{draft:{...t,key:ee()},state:`draft`,problems:[]})}function Ge(e,t,n){ke(t);let r=Z(e);r.draft.key===t&&r.state===`unknown`&&Q(e,{state:n})}async function Ke(e,t){let r=Z(t);if(q(r))return;let{draft:i}=r;if(M(i).length>0)return Q(t,{showsAll:!0});Q(t,{state:`sending`,problems:[],showsAll:!0,sentLink:null}),Oe(i.key,i.kind,t);let{link:s,error:l}=await qe(e,i).catch(e=>({link:null,error:e}));if(s){let e=location.hash.split(`?`)[0]===o([`send`])&&n()===t;K(i.key),Q(t,{...X(i.kind,i.senderId),sentLink:e?null:s}),e&&c(s);return}let u=a(l);if(u.length===0||u.some(({code:e})=>e===`SEND_OUTCOME_UNKNOWN`||e===`NETWORK`))return Q(t,{state:`unknown`});K(i.key),Q(t,{state:`draft`,problems:u})}var $={fetchPolicy:`no-cache`};async function qe(e,t){if(t.kind===`campaign`){let n={input:ie(t)},{data:r,error:i}=await e.mutate({...$,mutation:Ie,variables:n}),a=r?.sendViberCampaign?.campaign.trackingId;return{link:a?o([`campaigns`,a]):null,error:i}}if(t.kind===`message`){let n={input:ae(t)},{data:r,error:i}=await e.mutate({...$,mutation:Le,variables:n}),a=r?.sendViberMessage?.viberMessage.trackingId;return{link:a?o([`messages`,a]):null,error:i}}let n={input:N(t)},{data:r,error:i}=await e.mutate({...$,mutation:Re,variables:n}),a=r?.sendFailoverFlow?.failoverFlow.trackingId;return{link:a?o([`flows`,a]):null,error:i}}var Je=[`viber`,`sms`,`voice`],Ye=10;function Xe({draft:{steps:e,senderId:t},change:n}){let{isLocked:r}=(0,E.useContext)(F),i=(t,r)=>n({steps:e.map(e=>e.id===t?{...e,...r}:e)});return(0,P.jsxs)(P.Fragment,{children:[e.map((t,a)=>(0,P.jsxs)(`fieldset`,{children:[(0,P.jsxs)(`legend`,{children:[a+1,`. `,v(t.channel.toUpperCase())]}),(0,P.jsx)(Ze,{step:t,path:`input.steps.${a}.${t.channel}`,change:e=>i(t.id,e)}),e.length>1&&(0,P.jsxs)(`button`,{type:`button`,className:`small`,disabled:r,onClick:()=>n({steps:e.filter(({id:e})=>e!==t.id)}),children:[`Remove step `,a+1]})]},t.id)),e.length<Ye&&(0,P.jsx)(`div`,{className:`actions`,children:Je.map(i=>(0,P.jsxs)(`button`,{type:`button`,className:`small`,disabled:r,onClick:()=>n({steps:[...e,k(i,t)]}),children:[`Add `,v(i.toUpperCase())]},i))})]})}function Ze({step:e,path:t,change:n}){if(e.channel===`viber`)return(0,P.jsxs)(P.Fragment,{children:[(0,P.jsx)(R,{label:`Sender`,path:`${t}.senderId`,value:e.senderId,set:e=>n({senderId:e}),list:`senders`}),(0,P.jsx)(V,{draft:e,path:`${t}.message`,hasTemplates:!0,change:n})]});let r=e.channel===`voice`,i=r?`${t}.verbs.0.say.text`:`${t}.text`;return(0,P.jsxs)(P.Fragment,{children:[(0,P.jsxs)(`div`,{className:`pair`,children:[(0,P.jsx)(R,{label:`From`,path:`${t}.from`,value:e.from,set:e=>n({from:e})}),r&&(0,P.jsx)(R,{label:`Language`,path:`${t}.verbs.0.say.language`,value:e.spokenLanguage,set:e=>n({spokenLanguage:e})})]}),(0,P.jsx)(R,{label:r?`What is said`:`Text`,path:i,value:e.text,set:e=>n({text:e}),rows:3})]})}var Qe=i(`
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
`),$e=[[`campaign`,`Campaign`],[`message`,`Message`],[`flow`,`Failover flow`]];function et(){let{sends:e,key:t}=u();return(0,P.jsxs)(P.Fragment,{children:[(0,P.jsx)(`header`,{className:`head`,children:(0,P.jsxs)(`div`,{children:[(0,P.jsx)(`h1`,{tabIndex:-1,children:`Send`}),(0,P.jsx)(`p`,{className:`note`,children:`Checked as you type; nothing goes out before you press Send`})]})}),e?(0,P.jsx)(rt,{owner:t},t):(0,P.jsx)(l,{title:`This key may not send`,children:`Sending needs a key with the scope send.`})]})}var tt=`It is not known whether this send went out. It stays under “Last sends”; the same content in a new draft could be sent twice. Start a new draft?`,nt=e=>[...new Map(e.map(e=>[`${e.inputPath.join(`.`)} ${e.message}`,e])).values()];function rt({owner:e}){let n=r(),i=Be(e),{draft:a,state:o,problems:s,showsAll:c,sentLink:l}=i,u=o===`unknown`||o===`sent`||o===`notSent`,d=je(e).filter(({idempotencyKey:e})=>e!==a.key),f=pe(),p=(0,E.useRef)(null),m=(0,E.useRef)(null),h=(0,E.useRef)(o);(0,E.useEffect)(()=>{let e=[document.body,p.current].includes(document.activeElement);h.current===`sending`&&e&&(o===`unknown`?m:p).current?.focus(),h.current=o},[o]);let g=we(a),_=ot(),v=_.find(({id:e})=>e===a.senderId)?.name??null,y=_[0]?.id;(0,E.useEffect)(()=>{y&&He(e,y)},[e,y]);let b=t=>Ve(e,t),{show:x,isElsewhere:S}=se(),C={violations:nt([...g.violations,...s.flatMap(({violations:e})=>e)]),warnings:g.preview?.warnings??[],showsAll:c,isLocked:q(i),show:x},D=C.violations.filter(e=>S(e)&&(e.inputPath.length<2||c&&!g.isOld)),O=s.filter(({violations:e})=>e.length===0),k=!C.isLocked&&(g.preview?.keyState===`OTHER_INPUT`||s.some(({code:e})=>e===`IDEMPOTENCY_KEY_REUSED`));return(0,P.jsxs)(`div`,{className:`columns`,children:[(0,P.jsx)(`form`,{className:`main`,onSubmit:e=>e.preventDefault(),children:(0,P.jsxs)(F,{value:C,children:[D.length>0&&(0,P.jsx)(t,{title:`To correct`,kind:`problem`,children:(0,P.jsx)(B,{rules:D})}),k&&(0,P.jsxs)(t,{title:`The key of this draft belongs to another send`,kind:`warning`,children:[(0,P.jsx)(`p`,{children:`It is under way or went out: see the last sends first. With a new key this draft is one more send.`}),(0,P.jsx)(`button`,{type:`button`,onClick:()=>We(e),children:`New key`})]}),l&&(0,P.jsx)(t,{title:`It went out`,children:(0,P.jsx)(`a`,{href:l,children:`Follow it`})}),(0,P.jsxs)(w,{title:`What to send`,children:[(0,P.jsx)(`div`,{className:`choices`,role:`radiogroup`,"aria-label":`Kind`,children:$e.map(([e,t])=>(0,P.jsxs)(`label`,{children:[(0,P.jsx)(`input`,{type:`radio`,name:`kind`,checked:a.kind===e,disabled:C.isLocked,onChange:()=>b({kind:e})}),t]},e))}),a.kind===`campaign`&&(0,P.jsx)(it,{draft:a,senderName:v,change:b}),a.kind===`message`&&(0,P.jsxs)(P.Fragment,{children:[(0,P.jsxs)(`div`,{className:`pair`,children:[(0,P.jsx)(R,{label:`Recipient`,path:`input.to`,value:a.to,set:e=>b({to:e}),placeholder:`+30…`,type:`tel`}),(0,P.jsx)(R,{label:`Sender`,path:`input.senderId`,value:a.senderId,set:e=>b({senderId:e}),list:`senders`,hint:v})]}),(0,P.jsx)(V,{draft:a,path:`input.message`,hasTemplates:!0,change:b})]}),a.kind===`flow`&&(0,P.jsxs)(P.Fragment,{children:[(0,P.jsx)(R,{label:`Recipient`,path:`input.to`,value:a.to,set:e=>b({to:e}),placeholder:`+30…`,type:`tel`}),(0,P.jsx)(Xe,{draft:a,change:b})]}),(0,P.jsx)(`datalist`,{id:`senders`,children:_.map(({id:e,name:t})=>(0,P.jsx)(`option`,{value:e,children:t??e},e))})]}),O.map(e=>(0,P.jsxs)(t,{title:`Not sent`,kind:`problem`,children:[(0,P.jsx)(`p`,{children:e.message}),(0,P.jsxs)(`p`,{className:`note`,children:[e.code,`: correct it and send again; the key stays the same.`]})]},e.code)),u&&(0,P.jsx)(`div`,{ref:m,tabIndex:-1,children:(0,P.jsx)(he,{idempotencyKey:a.key,told:f,isEarlier:!1,settled:t=>Ge(e,a.key,t)},a.key)}),(0,P.jsxs)(`div`,{className:`actions`,children:[(0,P.jsx)(`button`,{ref:p,type:`button`,className:`primary`,disabled:C.isLocked,onClick:({currentTarget:t})=>{t.form?.reportValidity()&&Ke(n,e)},children:o===`sending`?`Sending…`:`Send`}),(0,P.jsx)(`button`,{type:`button`,disabled:o===`sending`,onClick:()=>{(o!==`unknown`||confirm(tt))&&Ue(e)},children:`New draft`}),(0,P.jsxs)(`span`,{className:`note`,children:[`Key of this draft `,(0,P.jsx)(`code`,{children:a.key})]})]})]})}),(0,P.jsxs)(`aside`,{className:`side`,children:[(0,P.jsx)(w,{title:`On a phone`,children:(0,P.jsx)(T,{content:at(a),sender:v})}),(0,P.jsx)(_e,{...g}),(0,P.jsx)(Fe,{told:f,unsettled:d})]})]})}var it=({draft:e,senderName:t,change:n})=>(0,P.jsxs)(P.Fragment,{children:[(0,P.jsxs)(`div`,{className:`pair`,children:[(0,P.jsx)(R,{label:`Name`,path:`input.name`,value:e.name,set:e=>n({name:e}),hint:`Unique in the account`}),(0,P.jsx)(R,{label:`Sender`,path:`input.senderId`,value:e.senderId,set:e=>n({senderId:e}),list:`senders`,hint:t})]}),(0,P.jsx)(z,{path:`input.recipients`,isEmpty:!(e.phoneNumbers||e.groups)}),(0,P.jsxs)(`div`,{className:`pair`,children:[(0,P.jsx)(R,{label:`Phone numbers`,path:`input.recipients.phoneNumbers`,value:e.phoneNumbers,set:e=>n({phoneNumbers:e}),rows:4,placeholder:`+30…
+44…`,hint:`One a line, with + and country`}),(0,P.jsxs)(`div`,{children:[(0,P.jsx)(R,{label:`Groups`,path:`input.recipients.groups`,value:e.groups,set:e=>n({groups:e}),hint:`Names, with commas between`}),(0,P.jsx)(R,{label:`Not before`,path:`input.scheduledAt`,value:e.scheduledAt,set:e=>n({scheduledAt:e}),type:`datetime-local`,hint:`Empty: at once`})]})]}),(0,P.jsx)(V,{draft:e,path:`input`,hasTemplates:!1,change:n})]});function at(e){let t=e.kind===`flow`?e.steps[0]:e;return t?e.kind!==`campaign`&&t.usesTemplate?{text:t.templateId&&`Template ${t.templateId}`}:j(t):{}}function ot(){let{data:e,error:t}=p(Qe);if(t&&!e)return[];let n=e?.campaigns?.nodes.flatMap(({sender:e})=>e??[])??[];return[...new Map(n.map(e=>[e.id,e])).values()]}export{et as SendScreen};
import{S as e,_ as t,c as n,f as r,g as i,i as a,l as o,m as s,n as c,o as l,p as u,pt as d,s as f,t as p,v as m,y as h}from"./use-live-DBsm6pen.js";import{_ as g,h as _,i as v,m as y,n as b,r as x,s as S,t as C}from"./jsx-runtime-DFPEc5xb.js";import{n as w,t as T}from"./card-CY1nQSVA.js";import{n as E}from"./phone-CZbAf0cW.js";var D=g(_(),1),O={senderId:``,usesTemplate:!1,text:``,imageUrl:``,caption:``,targetUrl:``,templateId:``,language:`en`,parameters:``},k=0,A=(e,t)=>({...O,senderId:t,id:k+=1,channel:e,from:``,spokenLanguage:`en-GB`}),j=()=>`console-${[...crypto.getRandomValues(new Uint8Array(12))].map(e=>e.toString(16).padStart(2,`0`)).join(``)}`,ee=(e,t)=>({...O,senderId:t,key:j(),kind:e,name:``,phoneNumbers:``,groups:``,scheduledAt:``,to:``,steps:[A(`viber`,t),A(`sms`,t)]}),M=(e,t)=>e.split(t).map(e=>e.trim()).filter(Boolean);function N({text:e,imageUrl:t,caption:n,targetUrl:r}){return{...e?{text:e}:{},...t?{imageUrl:t}:{},...n||r?{action:{caption:n,targetUrl:r}}:{}}}function te(e){if(!e.usesTemplate)return{content:N(e)};let t=M(e.parameters,`
`).map(e=>{let[t=``,...n]=e.split(`=`);return{name:t.trim(),value:n.join(`=`).trim()}});return{template:{templateId:e.templateId,language:e.language,parameters:t}}}var ne=e=>!Number.isNaN(Date.parse(e)),P=({kind:e,scheduledAt:t})=>e===`campaign`&&t!==``&&!ne(t)?[{code:`BAD_USER_INPUT`,message:`scheduledAt: a date with a year of four digits and a time are needed`,inputPath:[`input`,`scheduledAt`]}]:[];function re(e){let t=M(e.phoneNumbers,/[\n,;]/),n=M(e.groups,`,`);return{idempotencyKey:e.key,senderId:e.senderId,recipients:{...t.length>0||n.length===0?{phoneNumbers:t}:{},...n.length>0?{groups:n}:{}},content:N(e),...e.name?{name:e.name}:{},...e.scheduledAt?{scheduledAt:new Date(e.scheduledAt).toISOString()}:{}}}var ie=e=>({idempotencyKey:e.key,senderId:e.senderId,to:e.to,message:te(e)});function ae(e){return e.channel===`viber`?{viber:{senderId:e.senderId,message:te(e)}}:e.channel===`sms`?{sms:{from:e.from,text:e.text}}:{voice:{from:e.from,verbs:[{say:{text:e.text,language:e.spokenLanguage,voice:`FEMALE`}}]}}}var oe=e=>({idempotencyKey:e.key,to:e.to,steps:e.steps.map(ae)}),F=C(),I=(0,D.createContext)({violations:[],warnings:[],showsAll:!1,isLocked:!1,show:()=>()=>void 0}),L=({path:e,isGroup:t},{inputPath:n})=>{let r=n.join(`.`);return r===e||!t&&r.startsWith(`${e}.`)};function se(){let[e,t]=(0,D.useState)([]);return{show:(0,D.useCallback)(e=>(t(t=>[...t,e]),()=>t(t=>t.filter(t=>t!==e))),[]),isElsewhere:t=>!e.some(e=>L(e,t))}}function ce(e,t){let{show:n}=(0,D.useContext)(I);(0,D.useLayoutEffect)(()=>n({path:e,isGroup:t}),[n,e,t])}function R({label:e,path:t,value:n,set:r,hint:i,rows:a,type:o=`text`,list:s,placeholder:c}){let l=(0,D.useId)(),{violations:u,warnings:d,showsAll:f,isLocked:p}=(0,D.useContext)(I),[m,h]=(0,D.useState)(!1);ce(t,!1);let g=e=>L({path:t,isGroup:!1},e),_=f||m||n!==``?u.filter(g):[],v=d.filter(g),y={id:l,value:n,placeholder:c,disabled:p,dir:`auto`,"aria-invalid":_.length>0,"aria-describedby":`${l}-rules`,onBlur:()=>h(!0)};return(0,F.jsxs)(`div`,{className:`field`,children:[(0,F.jsx)(`label`,{htmlFor:l,children:e}),a?(0,F.jsx)(`textarea`,{...y,rows:a,onChange:e=>r(e.target.value)}):(0,F.jsx)(`input`,{...y,type:o,list:s,autoComplete:`off`,onChange:e=>r(e.target.value)}),(0,F.jsxs)(`div`,{id:`${l}-rules`,children:[i&&_.length===0&&(0,F.jsx)(`p`,{className:`note`,children:i}),(0,F.jsx)(B,{rules:_}),v.map(({code:e,message:t})=>(0,F.jsx)(`p`,{className:`doubt`,children:t},e))]})]})}function z({path:e,isEmpty:t}){let{violations:n,warnings:r,showsAll:i}=(0,D.useContext)(I);ce(e,!0);let a=n=>(i||!t)&&L({path:e,isGroup:!0},n);return(0,F.jsxs)(`div`,{role:`status`,children:[(0,F.jsx)(B,{rules:n.filter(a)}),r.filter(a).map(({code:e,message:t})=>(0,F.jsx)(`p`,{className:`doubt`,children:t},e))]})}var B=({rules:e})=>e.map(({inputPath:e,message:t})=>(0,F.jsxs)(`p`,{className:`broken`,children:[le(e),t]},`${e.join(`.`)} ${t}`)),le=e=>{let t=e.at(-1);return t!==void 0&&/^\d+$/.test(String(t))?`Entry ${Number(t)+1}: `:``};function V({draft:e,path:t,hasTemplates:n,change:r}){let{isLocked:i}=(0,D.useContext)(I),a=`${t}.content`,o=`${t}.template`;return(0,F.jsxs)(F.Fragment,{children:[n&&(0,F.jsxs)(`label`,{className:`check`,children:[(0,F.jsx)(`input`,{type:`checkbox`,checked:e.usesTemplate,disabled:i,onChange:e=>r({usesTemplate:e.target.checked})}),`A template that Viber has approved`]}),n&&e.usesTemplate?(0,F.jsxs)(F.Fragment,{children:[(0,F.jsx)(z,{path:o,isEmpty:!e.templateId}),(0,F.jsxs)(`div`,{className:`pair`,children:[(0,F.jsx)(R,{label:`Template id`,path:`${o}.templateId`,value:e.templateId,set:e=>r({templateId:e})}),(0,F.jsx)(R,{label:`Language`,path:`${o}.language`,value:e.language,set:e=>r({language:e})})]}),(0,F.jsx)(R,{label:`Parameters`,path:`${o}.parameters`,value:e.parameters,set:e=>r({parameters:e}),rows:3,placeholder:`order_id = A-1007`,hint:`One a line: name = value`})]}):(0,F.jsxs)(F.Fragment,{children:[(0,F.jsx)(z,{path:a,isEmpty:!(e.text||e.imageUrl||e.caption||e.targetUrl)}),(0,F.jsx)(R,{label:`Text`,path:`${a}.text`,value:e.text,set:e=>r({text:e}),rows:4}),(0,F.jsx)(R,{label:`Image address`,path:`${a}.imageUrl`,value:e.imageUrl,set:e=>r({imageUrl:e}),placeholder:`https://…`}),(0,F.jsxs)(`div`,{className:`pair`,children:[(0,F.jsx)(R,{label:`Button`,path:`${a}.action.caption`,value:e.caption,set:e=>r({caption:e})}),(0,F.jsx)(R,{label:`Button opens`,path:`${a}.action.targetUrl`,value:e.targetUrl,set:e=>r({targetUrl:e}),placeholder:`https://…`})]})]})]})}var ue=t(`
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
`);function de({campaign:e,viberMessage:t,failoverFlow:n}){return e?a([`campaigns`,e.trackingId]):t?a([`messages`,t.trackingId]):n?a([`flows`,n.trackingId]):null}var fe=t(`
  query SendByKey($key: String!) {
    send(by: { idempotencyKey: $key }) {
      id
      ...SendParts
    }
  }
`),pe=t(`
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
`);function me(){let[e,t]=(0,D.useState)(new Set),{state:n}=p(pe,{},({deliveryEventAdded:e})=>{let n=e?.subject;t(e=>new Set(n&&`id`in n?[...e,n.id]:e))});return{isLive:n===`live`,ids:e}}var he=2e3;function ge({idempotencyKey:e,told:t,isEarlier:r,found:a,children:o}){let{data:s,error:c,loading:l,refetch:u,startPolling:d,stopPolling:f}=h(fe,{variables:{key:e},fetchPolicy:`network-only`,notifyOnNetworkStatusChange:!1});(0,D.useEffect)(()=>{t.isLive&&u()},[t.isLive,t.ids,u]);let p=s?.send,g=p?m(ue,p):null,_=g&&de(g),v=s?.send===null&&!c&&!l,y=g?.outcome===`ACCEPTED`||g?.outcome===`CANCELLED`,b=g?.outcome===`NOT_SENT`,x=y?`sent`:b?`notSent`:v?`unheard`:g?`unknown`:null,S=(0,D.useEffectEvent)(a);(0,D.useEffect)(()=>{x&&S(x)},[x]);let C=i(c).some(({retryable:e})=>!e),w=g!==null&&t.ids.has(g.id),T=g?g.outcome===`PENDING`||g.outcome===`UNKNOWN`&&w:!C;(0,D.useEffect)(()=>(T&&d(he),f),[T,d,f]);let E=(0,F.jsxs)(`p`,{children:[`Key `,(0,F.jsx)(`code`,{children:e}),` `,o]});return y?(0,F.jsx)(n,{title:g.outcome===`ACCEPTED`?`It went out`:`It was accepted, and cancelled since`,children:(0,F.jsxs)(`p`,{children:[`The vendor has confirmed it meanwhile. `,_&&(0,F.jsx)(`a`,{href:_,children:`Follow it`})]})}):b?(0,F.jsx)(n,{title:`It did not go out`,children:r?E:(0,F.jsx)(`p`,{children:`The same draft can be sent again.`})}):v&&!r?(0,F.jsx)(n,{title:`The graph has no record of it`,kind:`warning`,children:(0,F.jsx)(`p`,{children:`The connection was lost: it did not get there, was refused, or is still on its way. Send it again: the same key never goes out twice. A new draft could be a second send.`})}):(0,F.jsxs)(n,{title:`We do not know whether it went out`,kind:`warning`,children:[(0,F.jsx)(`p`,{children:v?`The graph does not show it under the key that is given now. It may be on its way there, may have been sent with another key, or never got there.`:`The answer was lost: it may have been sent and charged. It is not sent again under this key, and a new key could send it twice. This page follows it until its outcome is known.`}),C&&(0,F.jsx)(`p`,{children:`This key may not read sends: its outcome cannot be followed.`}),E]})}var _e={FREE:`not used yet`,PENDING:`being sent`,SAME_INPUT:`sent already: another send repeats its answer`,OTHER_INPUT:`used for something else`,UNKNOWN_OUTCOME:`sent, its outcome is not known`};function ve({preview:e,violations:t,error:n,isOld:r,retry:a}){let[s]=i(n);if(!e&&t.length>0)return(0,F.jsx)(T,{title:`Preview`,children:(0,F.jsx)(ye,{isSendable:!1,broken:t.length})});if(!e)return(0,F.jsx)(T,{title:`Preview`,children:s?(0,F.jsx)(o,{problem:s,retry:a}):(0,F.jsx)(f,{lines:3})});let{estimatedCost:c,balance:l,recipientsPerCountry:u,recipientCount:d,warnings:p,keyState:m}=e,h=t.some(({inputPath:e})=>e.join(`.`)===`input.to`);return(0,F.jsx)(T,{title:`Preview`,children:(0,F.jsxs)(`div`,{"aria-busy":r,children:[(0,F.jsx)(ye,{isSendable:e.isSendable,broken:t.length}),(0,F.jsx)(w,{facts:[[`Recipients`,d!=null&&!h&&S(d)],[`Countries`,u.length>0&&u.map(({country:e,count:t})=>`${x(e)} ${S(t)}`).join(`, `)],[`Characters`,e.characterCount!=null&&S(e.characterCount)],[`Billed as`,e.billing&&y(e.billing)],[`Expected cost`,c&&b(c.amount,c.currency)],[`Balance`,l&&b(l.amount,l.currency)],[`Key`,m&&_e[m]]]}),c&&(0,F.jsx)(`p`,{className:`note`,children:c.basis}),p.map(({code:e,message:t,inputPath:n})=>(0,F.jsx)(`p`,{className:`doubt`,children:t},`${e} ${n.join(`.`)}`))]})})}var ye=({isSendable:e,broken:t})=>(0,F.jsx)(`p`,{role:`status`,className:e?`verdict is-delivered`:`verdict is-waiting`,children:e?`Ready to send`:t>0?`${S(t)} to correct`:`Cannot be sent`}),be=t(`
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
`),xe=t(`
  query PreviewCampaign($input: SendViberCampaignInput!) {
    preview: previewViberCampaign(input: $input) {
      ...Preview
    }
  }
`),Se=t(`
  query PreviewMessage($input: SendViberMessageInput!) {
    preview: previewViberMessage(input: $input) {
      ...Preview
    }
  }
`),Ce=t(`
  query PreviewFlow($input: SendFailoverFlowInput!) {
    preview: previewFailoverFlow(input: $input) {
      ...Preview
    }
  }
`),we=350;function Te(t){let[n,r]=(0,D.useState)(t);(0,D.useEffect)(()=>{let e=setTimeout(()=>r(t),we);return()=>clearTimeout(e)},[t]);let i=P(t),a=P(n).length>0?null:n.kind,o={fetchPolicy:`no-cache`},{data:s,previousData:c,error:l,loading:u,refetch:d}={campaign:h(xe,a===`campaign`?{...o,variables:{input:re(n)}}:e),message:h(Se,a===`message`?{...o,variables:{input:ie(n)}}:e),flow:h(Ce,a===`flow`?{...o,variables:{input:oe(n)}}:e)}[n.kind],f=(0,D.useCallback)(()=>void d().catch(()=>void 0),[d]);(0,D.useEffect)(()=>{if(l)return addEventListener(`online`,f),()=>removeEventListener(`online`,f)},[l,f]);let[p,g]=(0,D.useState)(!1),_=u?p:l!==void 0;_!==p&&g(_);let v=_||a===null||i.length>0?null:m(be,(s??c)?.preview??null);return{preview:v,violations:[...i,...v?.violations??[]],error:l,isOld:u||n!==t,retry:f}}var H=`unsettled-sends`,U=Ee(),W=new Set;function Ee(){try{return JSON.parse(sessionStorage.getItem(H)??`[]`)}catch{return[]}}var De=e=>e.preventDefault();function G(e){U=e,Oe();for(let e of W)e()}function Oe(){let e=U.filter(({isSettled:e})=>!e);e.length>0?addEventListener(`beforeunload`,De):removeEventListener(`beforeunload`,De);let t=e.map(({idempotencyKey:e,kind:t,hasKey:n})=>({idempotencyKey:e,kind:t,hasKey:n}));try{t.length>0?sessionStorage.setItem(H,JSON.stringify(t)):sessionStorage.removeItem(H)}catch{}}Oe();var ke=(e,t,n)=>G([...U.filter(t=>t.idempotencyKey!==e),{idempotencyKey:e,kind:t,hasKey:n!==null,sentWith:n}]),K=e=>G(U.filter(t=>t.idempotencyKey!==e)),Ae=e=>G(U.map(t=>t.idempotencyKey===e?{...t,isSettled:!0}:t)),je=e=>(W.add(e),()=>W.delete(e)),Me=e=>(0,D.useSyncExternalStore)(je,()=>U).filter(({sentWith:t,hasKey:n})=>t===void 0?n===(e!==null):t===e),Ne=t(`
  query Recent {
    sends(first: 8) {
      nodes {
        id
        ...SendParts
      }
    }
  }
`),Pe={VIBER_CAMPAIGN:`Campaign`,VIBER_MESSAGE:`Message`,FAILOVER_FLOW:`Failover flow`},Fe={ACCEPTED:`delivered`,PENDING:`moving`,UNKNOWN:`failed`,CANCELLED:`waiting`,NOT_SENT:`waiting`};function Ie({told:e,unsettled:t}){let{data:n,error:r,refetch:a}=h(Ne,{fetchPolicy:`cache-and-network`}),s=n?.sends&&m(ue,n.sends.nodes),c=s?.some(({outcome:e})=>e===`PENDING`||e===`UNKNOWN`)??!1;(0,D.useEffect)(()=>{e.isLive&&c&&a()},[e.isLive,e.ids,c,a]);let[u]=i(r);return(0,F.jsxs)(T,{title:`Last sends`,children:[u&&(0,F.jsx)(o,{problem:u,retry:()=>void a()}),!s&&!u&&(0,F.jsx)(f,{}),t.map(({idempotencyKey:t,kind:n})=>(0,F.jsx)(`section`,{"aria-label":`${y(n)} without an answer`,children:(0,F.jsx)(ge,{idempotencyKey:t,told:e,isEarlier:!0,found:e=>{(e===`sent`||e===`notSent`)&&Ae(t)},children:(0,F.jsx)(`button`,{type:`button`,className:`small`,onClick:()=>K(t),children:`Forget it`})})},t)),s?.length===0&&(0,F.jsx)(l,{title:`Nothing was sent yet`}),(0,F.jsx)(`ul`,{className:`recent`,children:s?.map(e=>{let t=de(e),n=e.name??Pe[e.kind];return(0,F.jsxs)(`li`,{children:[t?(0,F.jsx)(`a`,{href:t,dir:`auto`,children:n}):(0,F.jsx)(`span`,{dir:`auto`,children:n}),(0,F.jsx)(`span`,{className:`badge is-${Fe[e.outcome]}`,children:y(e.outcome)}),(0,F.jsx)(`span`,{className:`note`,children:[e.name&&Pe[e.kind],e.recipientCount!=null&&e.recipientCount>1&&`${S(e.recipientCount)} recipients`,v(e.createdAt)].filter(Boolean).join(` · `)})]},e.id)})})]})}var Le=t(`
  mutation SendCampaign($input: SendViberCampaignInput!) {
    sendViberCampaign(input: $input) {
      replayed
      campaign {
        id
        trackingId
      }
    }
  }
`),Re=t(`
  mutation SendMessage($input: SendViberMessageInput!) {
    sendViberMessage(input: $input) {
      replayed
      viberMessage {
        id
        trackingId
      }
    }
  }
`),ze=t(`
  mutation SendFlow($input: SendFailoverFlowInput!) {
    sendFailoverFlow(input: $input) {
      replayed
      failoverFlow {
        id
        trackingId
      }
    }
  }
`),q=({state:e})=>[`sending`,`unknown`,`unheard`,`sent`].includes(e),Be=e=>e.state===`unheard`||!q(e),Ve=({state:e})=>e===`unknown`||e===`unheard`,J=new Map,Y=new Set,X=(e,t)=>({draft:ee(e,t),state:`draft`,problems:[],showsAll:!1,sentLink:null});function Z(e){let t=J.get(e)??X(`campaign`,``);return J.set(e,t),t}function Q(e,t){J.set(e,{...Z(e),...t});for(let e of Y)e()}var He=e=>(Y.add(e),()=>Y.delete(e)),Ue=e=>(0,D.useSyncExternalStore)(He,()=>Z(e));function We(e,t){let n=Z(e);q(n)||Q(e,{draft:{...n.draft,...t},problems:[],sentLink:null})}function Ge(e,t){let n=Z(e);if(q(n))return;let{draft:r}=n,i=r.steps.map(e=>({...e,senderId:e.senderId||t}));Q(e,{draft:{...r,senderId:r.senderId||t,steps:i}})}function Ke(e){let t=Z(e),{draft:n}=t;Ve(t)||K(n.key),Q(e,X(n.kind,n.senderId))}function qe(e){let{draft:t}=Z(e);Q(e,{draft:{...t,key:j()},state:`draft`,problems:[]})}function Je(e,t,n){(n===`sent`||n===`notSent`)&&Ae(t);let{draft:r,state:i}=Z(e);r.key===t&&i!==`draft`&&i!==`sending`&&Q(e,{state:n})}async function Ye(e,t){let n=Z(t);if(!Be(n))return;let{draft:o}=n;if(P(o).length>0)return Q(t,{showsAll:!0});Q(t,{state:`sending`,problems:[],showsAll:!0,sentLink:null}),ke(o.key,o.kind,t);let{link:s,error:l}=await Xe(e,o).catch(e=>({link:null,error:e}));if(s){let e=location.hash.split(`?`)[0]===a([`send`])&&r()===t&&u();K(o.key),Q(t,{...X(o.kind,o.senderId),sentLink:e?null:s}),e&&c(s);return}let d=i(l);if(d.length===0||d.some(({code:e})=>e===`SEND_OUTCOME_UNKNOWN`||e===`NETWORK`))return Q(t,{state:`unknown`});K(o.key),Q(t,{state:`draft`,problems:d})}var $={fetchPolicy:`no-cache`};async function Xe(e,t){if(t.kind===`campaign`){let n={input:re(t)},{data:r,error:i}=await e.mutate({...$,mutation:Le,variables:n}),o=r?.sendViberCampaign?.campaign.trackingId;return{link:o?a([`campaigns`,o]):null,error:i}}if(t.kind===`message`){let n={input:ie(t)},{data:r,error:i}=await e.mutate({...$,mutation:Re,variables:n}),o=r?.sendViberMessage?.viberMessage.trackingId;return{link:o?a([`messages`,o]):null,error:i}}let n={input:oe(t)},{data:r,error:i}=await e.mutate({...$,mutation:ze,variables:n}),o=r?.sendFailoverFlow?.failoverFlow.trackingId;return{link:o?a([`flows`,o]):null,error:i}}var Ze=[`viber`,`sms`,`voice`],Qe=10;function $e({draft:{steps:e,senderId:t},change:n}){let{isLocked:r}=(0,D.useContext)(I),i=(t,r)=>n({steps:e.map(e=>e.id===t?{...e,...r}:e)});return(0,F.jsxs)(F.Fragment,{children:[e.map((t,a)=>(0,F.jsxs)(`fieldset`,{children:[(0,F.jsxs)(`legend`,{children:[a+1,`. `,y(t.channel.toUpperCase())]}),(0,F.jsx)(et,{step:t,path:`input.steps.${a}.${t.channel}`,change:e=>i(t.id,e)}),e.length>1&&(0,F.jsxs)(`button`,{type:`button`,className:`small`,disabled:r,onClick:()=>n({steps:e.filter(({id:e})=>e!==t.id)}),children:[`Remove step `,a+1]})]},t.id)),e.length<Qe&&(0,F.jsx)(`div`,{className:`actions`,children:Ze.map(i=>(0,F.jsxs)(`button`,{type:`button`,className:`small`,disabled:r,onClick:()=>n({steps:[...e,A(i,t)]}),children:[`Add `,y(i.toUpperCase())]},i))})]})}function et({step:e,path:t,change:n}){if(e.channel===`viber`)return(0,F.jsxs)(F.Fragment,{children:[(0,F.jsx)(R,{label:`Sender`,path:`${t}.senderId`,value:e.senderId,set:e=>n({senderId:e}),list:`senders`}),(0,F.jsx)(V,{draft:e,path:`${t}.message`,hasTemplates:!0,change:n})]});let r=e.channel===`voice`,i=r?`${t}.verbs.0.say.text`:`${t}.text`;return(0,F.jsxs)(F.Fragment,{children:[(0,F.jsxs)(`div`,{className:`pair`,children:[(0,F.jsx)(R,{label:`From`,path:`${t}.from`,value:e.from,set:e=>n({from:e})}),r&&(0,F.jsx)(R,{label:`Language`,path:`${t}.verbs.0.say.language`,value:e.spokenLanguage,set:e=>n({spokenLanguage:e})})]}),(0,F.jsx)(R,{label:r?`What is said`:`Text`,path:i,value:e.text,set:e=>n({text:e}),rows:3})]})}var tt=t(`
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
`),nt=[[`campaign`,`Campaign`],[`message`,`Message`],[`flow`,`Failover flow`]];function rt(){let{sends:e,key:t}=s();return(0,F.jsxs)(F.Fragment,{children:[(0,F.jsx)(`header`,{className:`head`,children:(0,F.jsxs)(`div`,{children:[(0,F.jsx)(`h1`,{tabIndex:-1,children:`Send`}),(0,F.jsx)(`p`,{className:`note`,children:`Checked as you type; nothing goes out before you press Send`})]})}),e?(0,F.jsx)(ot,{owner:t},t):(0,F.jsx)(l,{title:`This key may not send`,children:`Sending needs a key with the scope send.`})]})}var it=`It is not known whether this send went out. It stays under “Last sends”; the same content in a new draft could be sent twice. Start a new draft?`,at=e=>[...new Map(e.map(e=>[`${e.inputPath.join(`.`)} ${e.message}`,e])).values()];function ot({owner:e}){let t=d(),{reads:r}=s(),i=Ue(e),{draft:a,state:o,problems:c,showsAll:l,sentLink:u}=i,f=o!==`draft`&&o!==`sending`,p=Me(e).filter(({idempotencyKey:e})=>e!==a.key),m=me(),h=(0,D.useRef)(null),g=(0,D.useRef)(null),_=(0,D.useRef)(o);(0,D.useEffect)(()=>{let e=[document.body,h.current].includes(document.activeElement);_.current===`sending`&&e&&(o===`unknown`?g:h).current?.focus(),_.current=o},[o]);let v=Te(a),y=lt(),b=y.find(({id:e})=>e===a.senderId)?.name??null,x=y[0]?.id;(0,D.useEffect)(()=>{x&&Ge(e,x)},[e,x]);let S=t=>We(e,t),{show:C,isElsewhere:w}=se(),O={violations:at([...v.violations,...c.flatMap(({violations:e})=>e)]),warnings:v.preview?.warnings??[],showsAll:l,isLocked:q(i),show:C},k=O.violations.filter(e=>w(e)&&(e.inputPath.length<2||l&&!v.isOld)),A=c.filter(({violations:e})=>e.length===0),j=!O.isLocked&&(v.preview?.keyState===`OTHER_INPUT`||c.some(({code:e})=>e===`IDEMPOTENCY_KEY_REUSED`));return(0,F.jsxs)(`div`,{className:`columns`,children:[(0,F.jsx)(`form`,{className:`main`,onSubmit:e=>e.preventDefault(),children:(0,F.jsxs)(I,{value:O,children:[k.length>0&&(0,F.jsx)(n,{title:`To correct`,kind:`problem`,children:(0,F.jsx)(B,{rules:k})}),j&&(0,F.jsxs)(n,{title:`The key of this draft belongs to another send`,kind:`warning`,children:[(0,F.jsx)(`p`,{children:`It is under way or went out: see the last sends first. With a new key this draft is one more send.`}),(0,F.jsx)(`button`,{type:`button`,onClick:()=>qe(e),children:`New key`})]}),u&&(0,F.jsx)(n,{title:`It went out`,children:r===`forbidden`?(0,F.jsx)(`p`,{children:`This key may not read: it cannot be followed here.`}):(0,F.jsx)(`a`,{href:u,children:`Follow it`})}),(0,F.jsxs)(T,{title:`What to send`,children:[(0,F.jsx)(`div`,{className:`choices`,role:`radiogroup`,"aria-label":`Kind`,children:nt.map(([e,t])=>(0,F.jsxs)(`label`,{children:[(0,F.jsx)(`input`,{type:`radio`,name:`kind`,checked:a.kind===e,disabled:O.isLocked,onChange:()=>S({kind:e})}),t]},e))}),a.kind===`campaign`&&(0,F.jsx)(st,{draft:a,senderName:b,change:S}),a.kind===`message`&&(0,F.jsxs)(F.Fragment,{children:[(0,F.jsxs)(`div`,{className:`pair`,children:[(0,F.jsx)(R,{label:`Recipient`,path:`input.to`,value:a.to,set:e=>S({to:e}),placeholder:`+30…`,type:`tel`}),(0,F.jsx)(R,{label:`Sender`,path:`input.senderId`,value:a.senderId,set:e=>S({senderId:e}),list:`senders`,hint:b})]}),(0,F.jsx)(V,{draft:a,path:`input.message`,hasTemplates:!0,change:S})]}),a.kind===`flow`&&(0,F.jsxs)(F.Fragment,{children:[(0,F.jsx)(R,{label:`Recipient`,path:`input.to`,value:a.to,set:e=>S({to:e}),placeholder:`+30…`,type:`tel`}),(0,F.jsx)($e,{draft:a,change:S})]}),(0,F.jsx)(`datalist`,{id:`senders`,children:y.map(({id:e,name:t})=>(0,F.jsx)(`option`,{value:e,children:t??e},e))})]}),A.map(e=>(0,F.jsxs)(n,{title:`Not sent`,kind:`problem`,children:[(0,F.jsx)(`p`,{children:e.message}),(0,F.jsxs)(`p`,{className:`note`,children:[e.code,`: correct it and send again; the key stays the same.`]})]},e.code)),f&&(0,F.jsx)(`div`,{ref:g,tabIndex:-1,children:(0,F.jsx)(ge,{idempotencyKey:a.key,told:m,isEarlier:!1,found:t=>Je(e,a.key,t)},a.key)}),(0,F.jsxs)(`div`,{className:`actions`,children:[(0,F.jsx)(`button`,{ref:h,type:`button`,className:`primary`,disabled:!Be(i),onClick:({currentTarget:n})=>{n.form?.reportValidity()&&Ye(t,e)},children:o===`sending`?`Sending…`:`Send`}),(0,F.jsx)(`button`,{type:`button`,disabled:o===`sending`,onClick:()=>{(!Ve(i)||confirm(it))&&Ke(e)},children:`New draft`}),(0,F.jsxs)(`span`,{className:`note`,children:[`Key of this draft `,(0,F.jsx)(`code`,{children:a.key})]})]})]})}),(0,F.jsxs)(`aside`,{className:`side`,children:[(0,F.jsx)(T,{title:`On a phone`,children:(0,F.jsx)(E,{content:ct(a),sender:b})}),(0,F.jsx)(ve,{...v}),(0,F.jsx)(Ie,{told:m,unsettled:p})]})]})}var st=({draft:e,senderName:t,change:n})=>(0,F.jsxs)(F.Fragment,{children:[(0,F.jsxs)(`div`,{className:`pair`,children:[(0,F.jsx)(R,{label:`Name`,path:`input.name`,value:e.name,set:e=>n({name:e}),hint:`Unique in the account`}),(0,F.jsx)(R,{label:`Sender`,path:`input.senderId`,value:e.senderId,set:e=>n({senderId:e}),list:`senders`,hint:t})]}),(0,F.jsx)(z,{path:`input.recipients`,isEmpty:!(e.phoneNumbers||e.groups)}),(0,F.jsxs)(`div`,{className:`pair`,children:[(0,F.jsx)(R,{label:`Phone numbers`,path:`input.recipients.phoneNumbers`,value:e.phoneNumbers,set:e=>n({phoneNumbers:e}),rows:4,placeholder:`+30…
+44…`,hint:`One a line, with + and country`}),(0,F.jsxs)(`div`,{children:[(0,F.jsx)(R,{label:`Groups`,path:`input.recipients.groups`,value:e.groups,set:e=>n({groups:e}),hint:`Names, with commas between`}),(0,F.jsx)(R,{label:`Not before`,path:`input.scheduledAt`,value:e.scheduledAt,set:e=>n({scheduledAt:e}),type:`datetime-local`,hint:`Empty: at once`})]})]}),(0,F.jsx)(V,{draft:e,path:`input`,hasTemplates:!1,change:n})]});function ct(e){let t=e.kind===`flow`?e.steps[0]:e;return t?e.kind!==`campaign`&&t.usesTemplate?{text:t.templateId&&`Template ${t.templateId}`}:N(t):{}}function lt(){let{data:e,error:t}=h(tt);if(t&&!e)return[];let n=e?.campaigns?.nodes.flatMap(({sender:e})=>e??[])??[];return[...new Map(n.map(e=>[e.id,e])).values()]}export{rt as SendScreen};
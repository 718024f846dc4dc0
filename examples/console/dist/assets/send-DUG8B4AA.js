import{t as e}from"./useMutation-CbrOdPdk.js";import{a as t,d as n,i as r,l as i,m as a,n as o,o as s,s as c,t as l,u}from"./route-CtI_f6hf.js";import{a as d,d as f,i as p,n as m,p as h,r as g,t as _,u as v}from"./jsx-runtime-DLHC9JVy.js";import{l as y}from"./index-CA_v_nRZ.js";import{n as b,t as x}from"./card-31QXRVlO.js";import{n as S}from"./phone-Dj6QrHQb.js";import{r as C,t as w}from"./use-live-DKBZjfqR.js";var T=h(f(),1),E={senderId:``,usesTemplate:!1,text:``,imageUrl:``,caption:``,targetUrl:``,templateId:``,language:`en`,parameters:``},D=0,O=(e,t)=>({...E,senderId:t,id:D+=1,channel:e,from:``,spokenLanguage:`en-GB`}),k=()=>`console-${[...crypto.getRandomValues(new Uint8Array(12))].map(e=>e.toString(16).padStart(2,`0`)).join(``)}`,A=(e,t)=>({...E,senderId:t,key:k(),kind:e,name:``,phoneNumbers:``,groups:``,scheduledAt:``,to:``,steps:[O(`viber`,t),O(`sms`,t)]}),j=(e,t)=>e.split(t).map(e=>e.trim()).filter(Boolean);function M({text:e,imageUrl:t,caption:n,targetUrl:r}){return{...e?{text:e}:{},...t?{imageUrl:t}:{},...n||r?{action:{caption:n,targetUrl:r}}:{}}}function N(e){if(!e.usesTemplate)return{content:M(e)};let t=j(e.parameters,`
`).map(e=>{let[t=``,...n]=e.split(`=`);return{name:t.trim(),value:n.join(`=`).trim()}});return{template:{templateId:e.templateId,language:e.language,parameters:t}}}function P(e){let t=j(e.phoneNumbers,/[\n,;]/),n=j(e.groups,`,`);return{idempotencyKey:e.key,senderId:e.senderId,recipients:{...t.length>0||n.length===0?{phoneNumbers:t}:{},...n.length>0?{groups:n}:{}},content:M(e),...e.name?{name:e.name}:{},...e.scheduledAt?{scheduledAt:new Date(e.scheduledAt).toISOString()}:{}}}var F=e=>({idempotencyKey:e.key,senderId:e.senderId,to:e.to,message:N(e)});function I(e){return e.channel===`viber`?{viber:{senderId:e.senderId,message:N(e)}}:e.channel===`sms`?{sms:{from:e.from,text:e.text}}:{voice:{from:e.from,verbs:[{say:{text:e.text,language:e.spokenLanguage,voice:`FEMALE`}}]}}}var L=e=>({idempotencyKey:e.key,to:e.to,steps:e.steps.map(I)}),R=_(),z=(0,T.createContext)({violations:[],warnings:[],showsAll:!1,isLocked:!1}),B=(e,{inputPath:t})=>`${t.join(`.`)}.`.startsWith(`${e}.`);function V({label:e,path:t,value:n,set:r,hint:i,rows:a,type:o=`text`,list:s,placeholder:c}){let l=(0,T.useId)(),{violations:u,warnings:d,showsAll:f,isLocked:p}=(0,T.useContext)(z),[m,h]=(0,T.useState)(!1),g=f||m||n!==``?u.filter(e=>B(t,e)):[],_=d.filter(e=>B(t,e)),v={id:l,value:n,placeholder:c,disabled:p,"aria-invalid":g.length>0,"aria-describedby":`${l}-rules`,onBlur:()=>h(!0)};return(0,R.jsxs)(`div`,{className:`field`,children:[(0,R.jsx)(`label`,{htmlFor:l,children:e}),a?(0,R.jsx)(`textarea`,{...v,rows:a,onChange:e=>r(e.target.value)}):(0,R.jsx)(`input`,{...v,type:o,list:s,autoComplete:`off`,onChange:e=>r(e.target.value)}),(0,R.jsxs)(`div`,{id:`${l}-rules`,children:[i&&g.length===0&&(0,R.jsx)(`p`,{className:`note`,children:i}),(0,R.jsx)(U,{rules:g}),_.map(({code:e,message:t})=>(0,R.jsx)(`p`,{className:`doubt`,children:t},e))]})]})}function H({path:e,isEmpty:t}){let{violations:n,warnings:r,showsAll:i}=(0,T.useContext)(z),a=({inputPath:n})=>(i||!t)&&n.join(`.`)===e;return(0,R.jsxs)(`div`,{role:`status`,children:[(0,R.jsx)(U,{rules:n.filter(a)}),r.filter(a).map(({code:e,message:t})=>(0,R.jsx)(`p`,{className:`doubt`,children:t},e))]})}var U=({rules:e})=>e.map(({inputPath:e,message:t})=>(0,R.jsxs)(`p`,{className:`broken`,children:[ee(e),t]},`${e.join(`.`)} ${t}`)),ee=e=>{let t=e.at(-1);return t!==void 0&&/^\d+$/.test(String(t))?`Entry ${Number(t)+1}: `:``};function W({draft:e,path:t,hasTemplates:n,change:r}){let i=`${t}.content`,a=`${t}.template`;return(0,R.jsxs)(R.Fragment,{children:[n&&(0,R.jsxs)(`label`,{className:`check`,children:[(0,R.jsx)(`input`,{type:`checkbox`,checked:e.usesTemplate,onChange:e=>r({usesTemplate:e.target.checked})}),`A template that Viber has approved`]}),n&&e.usesTemplate?(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(H,{path:a,isEmpty:!e.templateId}),(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Template id`,path:`${a}.templateId`,value:e.templateId,set:e=>r({templateId:e})}),(0,R.jsx)(V,{label:`Language`,path:`${a}.language`,value:e.language,set:e=>r({language:e})})]}),(0,R.jsx)(V,{label:`Parameters`,path:`${a}.parameters`,value:e.parameters,set:e=>r({parameters:e}),rows:3,placeholder:`order_id = A-1007`,hint:`One a line: name = value`})]}):(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(H,{path:i,isEmpty:!(e.text||e.imageUrl||e.caption||e.targetUrl)}),(0,R.jsx)(V,{label:`Text`,path:`${i}.text`,value:e.text,set:e=>r({text:e}),rows:4}),(0,R.jsx)(V,{label:`Image address`,path:`${i}.imageUrl`,value:e.imageUrl,set:e=>r({imageUrl:e}),placeholder:`https://…`}),(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Button`,path:`${i}.action.caption`,value:e.caption,set:e=>r({caption:e})}),(0,R.jsx)(V,{label:`Button opens`,path:`${i}.action.targetUrl`,value:e.targetUrl,set:e=>r({targetUrl:e}),placeholder:`https://…`})]})]})]})}var G=u(`
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
`);function K({campaign:e,viberMessage:t,failoverFlow:n}){return e?o([`campaigns`,e.trackingId]):t?o([`messages`,t.trackingId]):n?o([`flows`,n.trackingId]):null}var te=u(`
  query SendByKey($key: String!) {
    send(by: { idempotencyKey: $key }) {
      id
      ...SendParts
    }
  }
`),q=u(`
  subscription Outcomes($after: String) {
    deliveryEventAdded(filter: { kinds: [SEND] }, after: $after) {
      cursor
      sendOutcome
      subject {
        ... on Send {
          id
          outcome
        }
      }
    }
  }
`);function J({idempotencyKey:e,freed:t}){let{data:r,refetch:i}=n(te,{variables:{key:e},fetchPolicy:`network-only`});w(q,{},()=>void i());let a=r?.send,o=a?C(G,a):null,c=o&&K(o);return(0,T.useEffect)(()=>{o?.outcome===`NOT_SENT`&&t()},[o?.outcome,t]),o?.outcome===`ACCEPTED`?(0,R.jsx)(s,{title:`It went out`,children:(0,R.jsxs)(`p`,{children:[`The vendor has told of it meanwhile. `,c&&(0,R.jsx)(`a`,{href:c,children:`Follow it`})]})}):o?.outcome===`NOT_SENT`?(0,R.jsx)(s,{title:`It did not go out`,children:`The same draft can be sent again.`}):(0,R.jsxs)(s,{title:`We do not know whether it went out`,kind:`warning`,children:[(0,R.jsx)(`p`,{children:`The vendor’s answer was lost: it may have been sent and charged. It is not sent again under this key, and a new key could send it twice. This page follows it until the vendor tells.`}),(0,R.jsxs)(`p`,{children:[`Key `,(0,R.jsx)(`code`,{children:e})]})]})}var Y={FREE:`not used yet`,PENDING:`being sent`,SAME_INPUT:`sent already: another send repeats its answer`,OTHER_INPUT:`used for something else`,UNKNOWN_OUTCOME:`sent, its outcome is not known`};function X({preview:e,error:n,isOld:r}){let[a]=i(n);if(!e)return(0,R.jsx)(x,{title:`Preview`,children:a?(0,R.jsx)(c,{problem:a}):(0,R.jsx)(t,{lines:3})});let{estimatedCost:o,balance:s,recipientsPerCountry:l,recipientCount:u,warnings:f,violations:p,keyState:h}=e;return(0,R.jsx)(x,{title:`Preview`,children:(0,R.jsxs)(`div`,{"aria-busy":r,children:[(0,R.jsx)(`p`,{role:`status`,className:e.isSendable?`verdict is-delivered`:`verdict is-waiting`,children:e.isSendable?`Ready to send`:p.length>0?`${d(p.length)} to put right`:`Cannot be sent`}),(0,R.jsx)(b,{facts:[[`Recipients`,u!=null&&d(u)],[`Countries`,l.length>0&&l.map(({country:e,count:t})=>`${g(e)} ${d(t)}`).join(`, `)],[`Characters`,e.characterCount!=null&&d(e.characterCount)],[`Billed as`,e.billing&&v(e.billing)],[`Expected cost`,o&&m(o.amount,o.currency)],[`Balance`,s&&m(s.amount,s.currency)],[`Key`,h&&Y[h]]]}),o&&(0,R.jsx)(`p`,{className:`note`,children:o.basis}),f.map(({code:e,message:t,inputPath:n})=>(0,R.jsx)(`p`,{className:`doubt`,children:t},`${e} ${n.join(`.`)}`)),a&&(0,R.jsx)(c,{problem:a})]})})}var Z=u(`
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
`),ne=u(`
  query PreviewCampaign($input: SendViberCampaignInput!) {
    preview: previewViberCampaign(input: $input) {
      ...Preview
    }
  }
`),re=u(`
  query PreviewMessage($input: SendViberMessageInput!) {
    preview: previewViberMessage(input: $input) {
      ...Preview
    }
  }
`),ie=u(`
  query PreviewFlow($input: SendFailoverFlowInput!) {
    preview: previewFailoverFlow(input: $input) {
      ...Preview
    }
  }
`),ae=350;function oe(e){let[t,r]=(0,T.useState)(e);(0,T.useEffect)(()=>{let t=setTimeout(()=>r(e),ae);return()=>clearTimeout(t)},[e]);let{kind:i}=t,o={fetchPolicy:`no-cache`},{data:s,previousData:c,error:l,loading:u}={campaign:n(ne,i===`campaign`?{...o,variables:{input:P(t)}}:a),message:n(re,i===`message`?{...o,variables:{input:F(t)}}:a),flow:n(ie,i===`flow`?{...o,variables:{input:L(t)}}:a)}[i];return{preview:C(Z,(s??c)?.preview??null),error:l,isOld:u||t!==e}}var se=u(`
  query Recent {
    sends(first: 8) {
      nodes {
        id
        ...SendParts
      }
    }
  }
`),Q={VIBER_CAMPAIGN:`Campaign`,VIBER_MESSAGE:`Message`,FAILOVER_FLOW:`Failover flow`},ce={ACCEPTED:`delivered`,PENDING:`moving`,UNKNOWN:`failed`,CANCELLED:`waiting`,NOT_SENT:`waiting`};function le(){let{data:e,error:a,refetch:o}=n(se,{fetchPolicy:`cache-and-network`}),s=e?.sends&&C(G,e.sends.nodes),[l]=i(a);return(0,R.jsxs)(x,{title:`Last sends`,children:[l&&(0,R.jsx)(c,{problem:l,retry:()=>void o()}),!s&&!l&&(0,R.jsx)(t,{}),s?.length===0&&(0,R.jsx)(r,{title:`Nothing was sent yet`}),(0,R.jsx)(`ul`,{className:`recent`,children:s?.map(e=>{let t=K(e),n=e.name??Q[e.kind];return(0,R.jsxs)(`li`,{children:[t?(0,R.jsx)(`a`,{href:t,children:n}):(0,R.jsx)(`span`,{children:n}),(0,R.jsx)(`span`,{className:`badge is-${ce[e.outcome]}`,children:v(e.outcome)}),(0,R.jsx)(`span`,{className:`note`,children:[e.name&&Q[e.kind],e.recipientCount!=null&&e.recipientCount>1&&d(e.recipientCount),p(e.createdAt)].filter(Boolean).join(` · `)})]},e.id)})})]})}var ue=[`viber`,`sms`,`voice`],de=10;function fe({draft:{steps:e,senderId:t},change:n}){let r=(t,r)=>n({steps:e.map(e=>e.id===t?{...e,...r}:e)});return(0,R.jsxs)(R.Fragment,{children:[e.map((t,i)=>(0,R.jsxs)(`fieldset`,{children:[(0,R.jsxs)(`legend`,{children:[i+1,`. `,v(t.channel.toUpperCase())]}),(0,R.jsx)(pe,{step:t,path:`input.steps.${i}.${t.channel}`,change:e=>r(t.id,e)}),e.length>1&&(0,R.jsxs)(`button`,{type:`button`,className:`small`,onClick:()=>n({steps:e.filter(({id:e})=>e!==t.id)}),children:[`Remove step `,i+1]})]},t.id)),e.length<de&&(0,R.jsx)(`div`,{className:`actions`,children:ue.map(r=>(0,R.jsxs)(`button`,{type:`button`,className:`small`,onClick:()=>n({steps:[...e,O(r,t)]}),children:[`Add `,v(r.toUpperCase())]},r))})]})}function pe({step:e,path:t,change:n}){if(e.channel===`viber`)return(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(V,{label:`Sender`,path:`${t}.senderId`,value:e.senderId,set:e=>n({senderId:e}),list:`senders`}),(0,R.jsx)(W,{draft:e,path:`${t}.message`,hasTemplates:!0,change:n})]});let r=e.channel===`voice`,i=r?`${t}.verbs.0.say.text`:`${t}.text`;return(0,R.jsxs)(R.Fragment,{children:[(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`From`,path:`${t}.from`,value:e.from,set:e=>n({from:e})}),r&&(0,R.jsx)(V,{label:`Language`,path:`${t}.verbs.0.say.language`,value:e.spokenLanguage,set:e=>n({spokenLanguage:e})})]}),(0,R.jsx)(V,{label:r?`What is said`:`Text`,path:i,value:e.text,set:e=>n({text:e}),rows:3})]})}var me=u(`
  mutation SendCampaign($input: SendViberCampaignInput!) {
    sendViberCampaign(input: $input) {
      replayed
      campaign {
        id
        trackingId
      }
    }
  }
`),he=u(`
  mutation SendMessage($input: SendViberMessageInput!) {
    sendViberMessage(input: $input) {
      replayed
      viberMessage {
        id
        trackingId
      }
    }
  }
`),ge=u(`
  mutation SendFlow($input: SendFailoverFlowInput!) {
    sendFailoverFlow(input: $input) {
      replayed
      failoverFlow {
        id
        trackingId
      }
    }
  }
`),_e=u(`
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
`),ve=[[`campaign`,`Campaign`],[`message`,`Message`],[`flow`,`Failover flow`]],$=null;function ye(){let{sends:e}=y();return(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(`header`,{className:`head`,children:(0,R.jsxs)(`div`,{children:[(0,R.jsx)(`h1`,{tabIndex:-1,children:`Send`}),(0,R.jsx)(`p`,{className:`note`,children:`Checked as you type; nothing goes out before you press Send`})]})}),e?(0,R.jsx)(be,{}):(0,R.jsx)(r,{title:`This key may not send`,children:`Sending needs a key with the scope send.`})]})}function be(){let[t,n]=(0,T.useState)(()=>$?.draft??A(`campaign`,``)),[r,a]=(0,T.useState)($?.isUnknown??!1),[c,u]=(0,T.useState)(!1),[d,f]=(0,T.useState)([]),p={onError:()=>void 0},[m,h]=e(me,p),[g,_]=e(he,p),[v,y]=e(ge,p),b=h.loading||_.loading||y.loading,C=oe(t),w=we(),E=w.find(({id:e})=>e===t.senderId)?.name??null;(0,T.useEffect)(()=>void($={draft:t,isUnknown:r}),[t,r]);let D=w[0]?.id;(0,T.useEffect)(()=>{D&&n(e=>Ce(e,D))},[D]);let O=e=>{n(t=>({...t,...e})),f([])},k=(e=t.kind)=>{n(A(e,t.senderId)),a(!1),u(!1),f([])};async function j(){u(!0),f([]);let{link:e,error:r}=await M().catch(e=>({link:null,error:e}));if(e)return $=null,n(A(t.kind,t.senderId)),l(e);let o=i(r);o.some(({code:e})=>e===`SEND_OUTCOME_UNKNOWN`||e===`NETWORK`)?a(!0):f(o)}async function M(){if(t.kind===`campaign`){let{data:e,error:n}=await m({variables:{input:P(t)}}),r=e?.sendViberCampaign?.campaign.trackingId;return{link:r?o([`campaigns`,r]):null,error:n}}if(t.kind===`message`){let{data:e,error:n}=await g({variables:{input:F(t)}}),r=e?.sendViberMessage?.viberMessage.trackingId;return{link:r?o([`messages`,r]):null,error:n}}let{data:e,error:n}=await v({variables:{input:L(t)}}),r=e?.sendFailoverFlow?.failoverFlow.trackingId;return{link:r?o([`flows`,r]):null,error:n}}let N={violations:[...C.preview?.violations??[],...d.flatMap(({violations:e})=>e)],warnings:C.preview?.warnings??[],showsAll:c,isLocked:b||r},I=d.filter(({violations:e})=>e.length===0);return(0,R.jsxs)(`div`,{className:`columns`,children:[(0,R.jsx)(`form`,{className:`main`,onSubmit:e=>{e.preventDefault(),j()},children:(0,R.jsxs)(z,{value:N,children:[(0,R.jsxs)(x,{title:`What to send`,children:[(0,R.jsx)(`div`,{className:`choices`,role:`radiogroup`,"aria-label":`Kind`,children:ve.map(([e,n])=>(0,R.jsxs)(`label`,{children:[(0,R.jsx)(`input`,{type:`radio`,name:`kind`,checked:t.kind===e,disabled:N.isLocked,onChange:()=>O({kind:e})}),n]},e))}),t.kind===`campaign`&&(0,R.jsx)(xe,{draft:t,change:O}),t.kind===`message`&&(0,R.jsxs)(R.Fragment,{children:[(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Recipient`,path:`input.to`,value:t.to,set:e=>O({to:e}),placeholder:`+30…`,type:`tel`}),(0,R.jsx)(V,{label:`Sender`,path:`input.senderId`,value:t.senderId,set:e=>O({senderId:e}),list:`senders`,hint:E})]}),(0,R.jsx)(W,{draft:t,path:`input.message`,hasTemplates:!0,change:O})]}),t.kind===`flow`&&(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(V,{label:`Recipient`,path:`input.to`,value:t.to,set:e=>O({to:e}),placeholder:`+30…`,type:`tel`}),(0,R.jsx)(fe,{draft:t,change:O})]}),(0,R.jsx)(`datalist`,{id:`senders`,children:w.map(({id:e,name:t})=>(0,R.jsx)(`option`,{value:e,children:t??e},e))})]}),I.map(e=>(0,R.jsxs)(s,{title:`Not sent`,kind:`problem`,children:[(0,R.jsx)(`p`,{children:e.message}),(0,R.jsxs)(`p`,{className:`note`,children:[e.code,`: correct it and send again; the key stays the same.`]})]},e.code)),r&&(0,R.jsx)(J,{idempotencyKey:t.key,freed:()=>a(!1)}),(0,R.jsxs)(`div`,{className:`actions`,children:[(0,R.jsx)(`button`,{type:`submit`,className:`primary`,disabled:b||r,children:b?`Sending…`:`Send`}),(0,R.jsx)(`button`,{type:`button`,disabled:b,onClick:()=>k(),children:`New draft`}),(0,R.jsxs)(`span`,{className:`note`,children:[`Key of this draft `,(0,R.jsx)(`code`,{children:t.key})]})]})]})}),(0,R.jsxs)(`aside`,{className:`side`,children:[(0,R.jsx)(x,{title:`On a phone`,children:(0,R.jsx)(S,{content:Se(t),sender:E})}),(0,R.jsx)(X,{...C}),(0,R.jsx)(le,{})]})]})}var xe=({draft:e,change:t})=>(0,R.jsxs)(R.Fragment,{children:[(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Name`,path:`input.name`,value:e.name,set:e=>t({name:e}),hint:`Unique in the account`}),(0,R.jsx)(V,{label:`Sender`,path:`input.senderId`,value:e.senderId,set:e=>t({senderId:e}),list:`senders`})]}),(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Phone numbers`,path:`input.recipients.phoneNumbers`,value:e.phoneNumbers,set:e=>t({phoneNumbers:e}),rows:4,placeholder:`+30…
+44…`,hint:`One a line, with + and country`}),(0,R.jsxs)(`div`,{children:[(0,R.jsx)(V,{label:`Groups`,path:`input.recipients.groups`,value:e.groups,set:e=>t({groups:e}),hint:`Names, with commas between`}),(0,R.jsx)(V,{label:`Not before`,path:`input.scheduledAt`,value:e.scheduledAt,set:e=>t({scheduledAt:e}),type:`datetime-local`,hint:`Empty: at once`})]})]}),(0,R.jsx)(W,{draft:e,path:`input`,hasTemplates:!1,change:t})]});function Se(e){let t=e.kind===`flow`?e.steps[0]:e;return t?e.kind!==`campaign`&&t.usesTemplate?{text:t.templateId&&`Template ${t.templateId}`}:M(t):{}}var Ce=(e,t)=>({...e,senderId:e.senderId||t,steps:e.steps.map(e=>({...e,senderId:e.senderId||t}))});function we(){let{data:e,error:t}=n(_e);if(t&&!e)return[];let r=e?.campaigns?.nodes.flatMap(({sender:e})=>e??[])??[];return[...new Map(r.map(e=>[e.id,e])).values()]}export{ye as SendScreen};
import{t as e}from"./useMutation-l2SuTZAq.js";import{_ as t,a as n,b as r,c as i,f as a,g as o,h as s,m as c,n as l,o as u,r as d,s as f,t as p}from"./use-live-B1-SjrZF.js";import{f as m,h,i as g,n as _,o as v,p as y,r as b,t as x}from"./jsx-runtime-xAx_eUKE.js";import{n as S,t as C}from"./card-ChLCL0N1.js";import{n as w}from"./phone-CFzIQxgL.js";var T=h(y(),1),E={senderId:``,usesTemplate:!1,text:``,imageUrl:``,caption:``,targetUrl:``,templateId:``,language:`en`,parameters:``},D=0,O=(e,t)=>({...E,senderId:t,id:D+=1,channel:e,from:``,spokenLanguage:`en-GB`}),k=()=>`console-${[...crypto.getRandomValues(new Uint8Array(12))].map(e=>e.toString(16).padStart(2,`0`)).join(``)}`,A=(e,t)=>({...E,senderId:t,key:k(),kind:e,name:``,phoneNumbers:``,groups:``,scheduledAt:``,to:``,steps:[O(`viber`,t),O(`sms`,t)]}),j=(e,t)=>e.split(t).map(e=>e.trim()).filter(Boolean);function M({text:e,imageUrl:t,caption:n,targetUrl:r}){return{...e?{text:e}:{},...t?{imageUrl:t}:{},...n||r?{action:{caption:n,targetUrl:r}}:{}}}function N(e){if(!e.usesTemplate)return{content:M(e)};let t=j(e.parameters,`
`).map(e=>{let[t=``,...n]=e.split(`=`);return{name:t.trim(),value:n.join(`=`).trim()}});return{template:{templateId:e.templateId,language:e.language,parameters:t}}}function P(e){let t=j(e.phoneNumbers,/[\n,;]/),n=j(e.groups,`,`);return{idempotencyKey:e.key,senderId:e.senderId,recipients:{...t.length>0||n.length===0?{phoneNumbers:t}:{},...n.length>0?{groups:n}:{}},content:M(e),...e.name?{name:e.name}:{},...e.scheduledAt?{scheduledAt:new Date(e.scheduledAt).toISOString()}:{}}}var F=e=>({idempotencyKey:e.key,senderId:e.senderId,to:e.to,message:N(e)});function I(e){return e.channel===`viber`?{viber:{senderId:e.senderId,message:N(e)}}:e.channel===`sms`?{sms:{from:e.from,text:e.text}}:{voice:{from:e.from,verbs:[{say:{text:e.text,language:e.spokenLanguage,voice:`FEMALE`}}]}}}var L=e=>({idempotencyKey:e.key,to:e.to,steps:e.steps.map(I)}),R=x(),z=(0,T.createContext)({violations:[],warnings:[],showsAll:!1,isLocked:!1}),B=(e,{inputPath:t})=>`${t.join(`.`)}.`.startsWith(`${e}.`);function V({label:e,path:t,value:n,set:r,hint:i,rows:a,type:o=`text`,list:s,placeholder:c}){let l=(0,T.useId)(),{violations:u,warnings:d,showsAll:f,isLocked:p}=(0,T.useContext)(z),[m,h]=(0,T.useState)(!1),g=f||m||n!==``?u.filter(e=>B(t,e)):[],_=d.filter(e=>B(t,e)),v={id:l,value:n,placeholder:c,disabled:p,"aria-invalid":g.length>0,"aria-describedby":`${l}-rules`,onBlur:()=>h(!0)};return(0,R.jsxs)(`div`,{className:`field`,children:[(0,R.jsx)(`label`,{htmlFor:l,children:e}),a?(0,R.jsx)(`textarea`,{...v,rows:a,onChange:e=>r(e.target.value)}):(0,R.jsx)(`input`,{...v,type:o,list:s,autoComplete:`off`,onChange:e=>r(e.target.value)}),(0,R.jsxs)(`div`,{id:`${l}-rules`,children:[i&&g.length===0&&(0,R.jsx)(`p`,{className:`note`,children:i}),(0,R.jsx)(U,{rules:g}),_.map(({code:e,message:t})=>(0,R.jsx)(`p`,{className:`doubt`,children:t},e))]})]})}function H({path:e,isEmpty:t}){let{violations:n,warnings:r,showsAll:i}=(0,T.useContext)(z),a=({inputPath:n})=>(i||!t)&&n.join(`.`)===e;return(0,R.jsxs)(`div`,{role:`status`,children:[(0,R.jsx)(U,{rules:n.filter(a)}),r.filter(a).map(({code:e,message:t})=>(0,R.jsx)(`p`,{className:`doubt`,children:t},e))]})}var U=({rules:e})=>e.map(({inputPath:e,message:t})=>(0,R.jsxs)(`p`,{className:`broken`,children:[W(e),t]},`${e.join(`.`)} ${t}`)),W=e=>{let t=e.at(-1);return t!==void 0&&/^\d+$/.test(String(t))?`Entry ${Number(t)+1}: `:``};function G({draft:e,path:t,hasTemplates:n,change:r}){let i=`${t}.content`,a=`${t}.template`;return(0,R.jsxs)(R.Fragment,{children:[n&&(0,R.jsxs)(`label`,{className:`check`,children:[(0,R.jsx)(`input`,{type:`checkbox`,checked:e.usesTemplate,onChange:e=>r({usesTemplate:e.target.checked})}),`A template that Viber has approved`]}),n&&e.usesTemplate?(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(H,{path:a,isEmpty:!e.templateId}),(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Template id`,path:`${a}.templateId`,value:e.templateId,set:e=>r({templateId:e})}),(0,R.jsx)(V,{label:`Language`,path:`${a}.language`,value:e.language,set:e=>r({language:e})})]}),(0,R.jsx)(V,{label:`Parameters`,path:`${a}.parameters`,value:e.parameters,set:e=>r({parameters:e}),rows:3,placeholder:`order_id = A-1007`,hint:`One a line: name = value`})]}):(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(H,{path:i,isEmpty:!(e.text||e.imageUrl||e.caption||e.targetUrl)}),(0,R.jsx)(V,{label:`Text`,path:`${i}.text`,value:e.text,set:e=>r({text:e}),rows:4}),(0,R.jsx)(V,{label:`Image address`,path:`${i}.imageUrl`,value:e.imageUrl,set:e=>r({imageUrl:e}),placeholder:`https://…`}),(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Button`,path:`${i}.action.caption`,value:e.caption,set:e=>r({caption:e})}),(0,R.jsx)(V,{label:`Button opens`,path:`${i}.action.targetUrl`,value:e.targetUrl,set:e=>r({targetUrl:e}),placeholder:`https://…`})]})]})]})}var K=s(`
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
`);function q({campaign:e,viberMessage:t,failoverFlow:n}){return e?d([`campaigns`,e.trackingId]):t?d([`messages`,t.trackingId]):n?d([`flows`,n.trackingId]):null}var ee=s(`
  query SendByKey($key: String!) {
    send(by: { idempotencyKey: $key }) {
      id
      ...SendParts
    }
  }
`),te=s(`
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
`),ne=2e3;function J({idempotencyKey:e,notSent:n}){let{data:r,error:i,refetch:a,startPolling:s,stopPolling:c}=t(ee,{variables:{key:e},fetchPolicy:`network-only`}),l=p(te,{},()=>void a());(0,T.useEffect)(()=>{l.state===`live`&&a()},[l.state,a]);let u=r?.send,d=u?o(K,u):null,m=d&&q(d),h=r?.send===null&&!i,g=h||d?.outcome===`NOT_SENT`;(0,T.useEffect)(()=>{g&&n()},[g,n]);let _=d?d.outcome===`PENDING`:!h;return(0,T.useEffect)(()=>(_&&s(ne),c),[_,s,c]),d?.outcome===`ACCEPTED`?(0,R.jsx)(f,{title:`It went out`,children:(0,R.jsxs)(`p`,{children:[`The vendor has confirmed it meanwhile. `,m&&(0,R.jsx)(`a`,{href:m,children:`Follow it`})]})}):h?(0,R.jsx)(f,{title:`It did not reach the graph`,children:(0,R.jsx)(`p`,{children:`The connection was lost before. Send it again: the same key never goes out twice.`})}):g?(0,R.jsx)(f,{title:`It did not go out`,children:`The same draft can be sent again.`}):(0,R.jsxs)(f,{title:`We do not know whether it went out`,kind:`warning`,children:[(0,R.jsx)(`p`,{children:`The answer was lost: it may have been sent and charged. It is not sent again under this key, and a new key could send it twice. This page follows it until its outcome is known.`}),(0,R.jsxs)(`p`,{children:[`Key `,(0,R.jsx)(`code`,{children:e})]})]})}var Y={FREE:`not used yet`,PENDING:`being sent`,SAME_INPUT:`sent already: another send repeats its answer`,OTHER_INPUT:`used for something else`,UNKNOWN_OUTCOME:`sent, its outcome is not known`};function X({preview:e,error:t,isOld:n}){let[r]=c(t);if(!e)return(0,R.jsx)(C,{title:`Preview`,children:r?(0,R.jsx)(i,{problem:r}):(0,R.jsx)(u,{lines:3})});let{estimatedCost:a,balance:o,recipientsPerCountry:s,recipientCount:l,warnings:d,violations:f,keyState:p}=e;return(0,R.jsx)(C,{title:`Preview`,children:(0,R.jsxs)(`div`,{"aria-busy":n,children:[(0,R.jsx)(`p`,{role:`status`,className:e.isSendable?`verdict is-delivered`:`verdict is-waiting`,children:e.isSendable?`Ready to send`:f.length>0?`${v(f.length)} to correct`:`Cannot be sent`}),(0,R.jsx)(S,{facts:[[`Recipients`,l!=null&&v(l)],[`Countries`,s.length>0&&s.map(({country:e,count:t})=>`${b(e)} ${v(t)}`).join(`, `)],[`Characters`,e.characterCount!=null&&v(e.characterCount)],[`Billed as`,e.billing&&m(e.billing)],[`Expected cost`,a&&_(a.amount,a.currency)],[`Balance`,o&&_(o.amount,o.currency)],[`Key`,p&&Y[p]]]}),a&&(0,R.jsx)(`p`,{className:`note`,children:a.basis}),d.map(({code:e,message:t,inputPath:n})=>(0,R.jsx)(`p`,{className:`doubt`,children:t},`${e} ${n.join(`.`)}`)),r&&(0,R.jsx)(i,{problem:r})]})})}var re=s(`
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
`),ie=s(`
  query PreviewCampaign($input: SendViberCampaignInput!) {
    preview: previewViberCampaign(input: $input) {
      ...Preview
    }
  }
`),ae=s(`
  query PreviewMessage($input: SendViberMessageInput!) {
    preview: previewViberMessage(input: $input) {
      ...Preview
    }
  }
`),oe=s(`
  query PreviewFlow($input: SendFailoverFlowInput!) {
    preview: previewFailoverFlow(input: $input) {
      ...Preview
    }
  }
`),se=350;function ce(e){let[n,i]=(0,T.useState)(e);(0,T.useEffect)(()=>{let t=setTimeout(()=>i(e),se);return()=>clearTimeout(t)},[e]);let{kind:a}=n,s={fetchPolicy:`no-cache`},{data:c,previousData:l,error:u,loading:d}={campaign:t(ie,a===`campaign`?{...s,variables:{input:P(n)}}:r),message:t(ae,a===`message`?{...s,variables:{input:F(n)}}:r),flow:t(oe,a===`flow`?{...s,variables:{input:L(n)}}:r)}[a];return{preview:o(re,(c??l)?.preview??null),error:u,isOld:d||n!==e}}var le=s(`
  query Recent {
    sends(first: 8) {
      nodes {
        id
        ...SendParts
      }
    }
  }
`),Z={VIBER_CAMPAIGN:`Campaign`,VIBER_MESSAGE:`Message`,FAILOVER_FLOW:`Failover flow`},ue={ACCEPTED:`delivered`,PENDING:`moving`,UNKNOWN:`failed`,CANCELLED:`waiting`,NOT_SENT:`waiting`};function de(){let{data:e,error:r,refetch:a}=t(le,{fetchPolicy:`cache-and-network`}),s=e?.sends&&o(K,e.sends.nodes),[l]=c(r);return(0,R.jsxs)(C,{title:`Last sends`,children:[l&&(0,R.jsx)(i,{problem:l,retry:()=>void a()}),!s&&!l&&(0,R.jsx)(u,{}),s?.length===0&&(0,R.jsx)(n,{title:`Nothing was sent yet`}),(0,R.jsx)(`ul`,{className:`recent`,children:s?.map(e=>{let t=q(e),n=e.name??Z[e.kind];return(0,R.jsxs)(`li`,{children:[t?(0,R.jsx)(`a`,{href:t,children:n}):(0,R.jsx)(`span`,{children:n}),(0,R.jsx)(`span`,{className:`badge is-${ue[e.outcome]}`,children:m(e.outcome)}),(0,R.jsx)(`span`,{className:`note`,children:[e.name&&Z[e.kind],e.recipientCount!=null&&e.recipientCount>1&&v(e.recipientCount),g(e.createdAt)].filter(Boolean).join(` · `)})]},e.id)})})]})}var fe=[`viber`,`sms`,`voice`],pe=10;function me({draft:{steps:e,senderId:t},change:n}){let r=(t,r)=>n({steps:e.map(e=>e.id===t?{...e,...r}:e)});return(0,R.jsxs)(R.Fragment,{children:[e.map((t,i)=>(0,R.jsxs)(`fieldset`,{children:[(0,R.jsxs)(`legend`,{children:[i+1,`. `,m(t.channel.toUpperCase())]}),(0,R.jsx)(he,{step:t,path:`input.steps.${i}.${t.channel}`,change:e=>r(t.id,e)}),e.length>1&&(0,R.jsxs)(`button`,{type:`button`,className:`small`,onClick:()=>n({steps:e.filter(({id:e})=>e!==t.id)}),children:[`Remove step `,i+1]})]},t.id)),e.length<pe&&(0,R.jsx)(`div`,{className:`actions`,children:fe.map(r=>(0,R.jsxs)(`button`,{type:`button`,className:`small`,onClick:()=>n({steps:[...e,O(r,t)]}),children:[`Add `,m(r.toUpperCase())]},r))})]})}function he({step:e,path:t,change:n}){if(e.channel===`viber`)return(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(V,{label:`Sender`,path:`${t}.senderId`,value:e.senderId,set:e=>n({senderId:e}),list:`senders`}),(0,R.jsx)(G,{draft:e,path:`${t}.message`,hasTemplates:!0,change:n})]});let r=e.channel===`voice`,i=r?`${t}.verbs.0.say.text`:`${t}.text`;return(0,R.jsxs)(R.Fragment,{children:[(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`From`,path:`${t}.from`,value:e.from,set:e=>n({from:e})}),r&&(0,R.jsx)(V,{label:`Language`,path:`${t}.verbs.0.say.language`,value:e.spokenLanguage,set:e=>n({spokenLanguage:e})})]}),(0,R.jsx)(V,{label:r?`What is said`:`Text`,path:i,value:e.text,set:e=>n({text:e}),rows:3})]})}var ge=s(`
  mutation SendCampaign($input: SendViberCampaignInput!) {
    sendViberCampaign(input: $input) {
      replayed
      campaign {
        id
        trackingId
      }
    }
  }
`),_e=s(`
  mutation SendMessage($input: SendViberMessageInput!) {
    sendViberMessage(input: $input) {
      replayed
      viberMessage {
        id
        trackingId
      }
    }
  }
`),ve=s(`
  mutation SendFlow($input: SendFailoverFlowInput!) {
    sendFailoverFlow(input: $input) {
      replayed
      failoverFlow {
        id
        trackingId
      }
    }
  }
`),ye=s(`
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
`),be=[[`campaign`,`Campaign`],[`message`,`Message`],[`flow`,`Failover flow`]],Q=null;function $(){let{sends:e}=a();return(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(`header`,{className:`head`,children:(0,R.jsxs)(`div`,{children:[(0,R.jsx)(`h1`,{tabIndex:-1,children:`Send`}),(0,R.jsx)(`p`,{className:`note`,children:`Checked as you type; nothing goes out before you press Send`})]})}),e?(0,R.jsx)(xe,{}):(0,R.jsx)(n,{title:`This key may not send`,children:`Sending needs a key with the scope send.`})]})}function xe(){let[t,n]=(0,T.useState)(()=>Q?.draft??A(`campaign`,``)),[r,i]=(0,T.useState)(Q?.lost??null),a=r===`unknown`,o=(0,T.useCallback)(()=>i(`notSent`),[]),[s,u]=(0,T.useState)(!1),[p,m]=(0,T.useState)([]),h={onError:()=>void 0},[g,_]=e(ge,h),[v,y]=e(_e,h),[b,x]=e(ve,h),S=_.loading||y.loading||x.loading,E=(0,T.useRef)(null),D=(0,T.useRef)(!1);(0,T.useEffect)(()=>{D.current&&!S&&E.current?.focus(),D.current=S},[S]);let O=ce(t),k=Te(),j=k.find(({id:e})=>e===t.senderId)?.name??null;(0,T.useEffect)(()=>void(Q={draft:t,lost:r}),[t,r]);let M=k[0]?.id;(0,T.useEffect)(()=>{M&&n(e=>we(e,M))},[M]);let N=e=>{n(t=>({...t,...e})),m([])},I=(e=t.kind)=>{n(A(e,t.senderId)),i(null),u(!1),m([])};async function B(){u(!0),m([]),i(null);let{link:e,error:r}=await H().catch(e=>({link:null,error:e}));if(e)return Q=null,n(A(t.kind,t.senderId)),l(e);let a=c(r);a.some(({code:e})=>e===`SEND_OUTCOME_UNKNOWN`||e===`NETWORK`)?i(`unknown`):m(a)}async function H(){if(t.kind===`campaign`){let{data:e,error:n}=await g({variables:{input:P(t)}}),r=e?.sendViberCampaign?.campaign.trackingId;return{link:r?d([`campaigns`,r]):null,error:n}}if(t.kind===`message`){let{data:e,error:n}=await v({variables:{input:F(t)}}),r=e?.sendViberMessage?.viberMessage.trackingId;return{link:r?d([`messages`,r]):null,error:n}}let{data:e,error:n}=await b({variables:{input:L(t)}}),r=e?.sendFailoverFlow?.failoverFlow.trackingId;return{link:r?d([`flows`,r]):null,error:n}}let U={violations:[...O.preview?.violations??[],...p.flatMap(({violations:e})=>e)],warnings:O.preview?.warnings??[],showsAll:s,isLocked:S||a},W=p.filter(({violations:e})=>e.length===0);return(0,R.jsxs)(`div`,{className:`columns`,children:[(0,R.jsx)(`form`,{className:`main`,onSubmit:e=>{e.preventDefault(),B()},children:(0,R.jsxs)(z,{value:U,children:[(0,R.jsxs)(C,{title:`What to send`,children:[(0,R.jsx)(`div`,{className:`choices`,role:`radiogroup`,"aria-label":`Kind`,children:be.map(([e,n])=>(0,R.jsxs)(`label`,{children:[(0,R.jsx)(`input`,{type:`radio`,name:`kind`,checked:t.kind===e,disabled:U.isLocked,onChange:()=>N({kind:e})}),n]},e))}),t.kind===`campaign`&&(0,R.jsx)(Se,{draft:t,senderName:j,change:N}),t.kind===`message`&&(0,R.jsxs)(R.Fragment,{children:[(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Recipient`,path:`input.to`,value:t.to,set:e=>N({to:e}),placeholder:`+30…`,type:`tel`}),(0,R.jsx)(V,{label:`Sender`,path:`input.senderId`,value:t.senderId,set:e=>N({senderId:e}),list:`senders`,hint:j})]}),(0,R.jsx)(G,{draft:t,path:`input.message`,hasTemplates:!0,change:N})]}),t.kind===`flow`&&(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(V,{label:`Recipient`,path:`input.to`,value:t.to,set:e=>N({to:e}),placeholder:`+30…`,type:`tel`}),(0,R.jsx)(me,{draft:t,change:N})]}),(0,R.jsx)(`datalist`,{id:`senders`,children:k.map(({id:e,name:t})=>(0,R.jsx)(`option`,{value:e,children:t??e},e))})]}),W.map(e=>(0,R.jsxs)(f,{title:`Not sent`,kind:`problem`,children:[(0,R.jsx)(`p`,{children:e.message}),(0,R.jsxs)(`p`,{className:`note`,children:[e.code,`: correct it and send again; the key stays the same.`]})]},e.code)),r&&(0,R.jsx)(J,{idempotencyKey:t.key,notSent:o}),(0,R.jsxs)(`div`,{className:`actions`,children:[(0,R.jsx)(`button`,{ref:E,type:`submit`,className:`primary`,disabled:S||a,children:S?`Sending…`:`Send`}),(0,R.jsx)(`button`,{type:`button`,disabled:S,onClick:()=>I(),children:`New draft`}),(0,R.jsxs)(`span`,{className:`note`,children:[`Key of this draft `,(0,R.jsx)(`code`,{children:t.key})]})]})]})}),(0,R.jsxs)(`aside`,{className:`side`,children:[(0,R.jsx)(C,{title:`On a phone`,children:(0,R.jsx)(w,{content:Ce(t),sender:j})}),(0,R.jsx)(X,{...O}),(0,R.jsx)(de,{})]})]})}var Se=({draft:e,senderName:t,change:n})=>(0,R.jsxs)(R.Fragment,{children:[(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Name`,path:`input.name`,value:e.name,set:e=>n({name:e}),hint:`Unique in the account`}),(0,R.jsx)(V,{label:`Sender`,path:`input.senderId`,value:e.senderId,set:e=>n({senderId:e}),list:`senders`,hint:t})]}),(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Phone numbers`,path:`input.recipients.phoneNumbers`,value:e.phoneNumbers,set:e=>n({phoneNumbers:e}),rows:4,placeholder:`+30…
+44…`,hint:`One a line, with + and country`}),(0,R.jsxs)(`div`,{children:[(0,R.jsx)(V,{label:`Groups`,path:`input.recipients.groups`,value:e.groups,set:e=>n({groups:e}),hint:`Names, with commas between`}),(0,R.jsx)(V,{label:`Not before`,path:`input.scheduledAt`,value:e.scheduledAt,set:e=>n({scheduledAt:e}),type:`datetime-local`,hint:`Empty: at once`})]})]}),(0,R.jsx)(G,{draft:e,path:`input`,hasTemplates:!1,change:n})]});function Ce(e){let t=e.kind===`flow`?e.steps[0]:e;return t?e.kind!==`campaign`&&t.usesTemplate?{text:t.templateId&&`Template ${t.templateId}`}:M(t):{}}var we=(e,t)=>({...e,senderId:e.senderId||t,steps:e.steps.map(e=>({...e,senderId:e.senderId||t}))});function Te(){let{data:e,error:n}=t(ye);if(n&&!e)return[];let r=e?.campaigns?.nodes.flatMap(({sender:e})=>e??[])??[];return[...new Map(r.map(e=>[e.id,e])).values()]}export{$ as SendScreen};
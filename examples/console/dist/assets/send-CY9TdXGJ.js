import{t as e}from"./useMutation-Dw_pdyQc.js";import{a as t,d as n,i as r,l as i,m as a,n as o,o as s,s as c,t as l,u}from"./route-DVyyqXXo.js";import{d,f,i as p,m,n as h,o as g,r as _,t as v}from"./jsx-runtime-B3FhO-R9.js";import{a as y,o as b,t as x}from"./use-live-DEbjG7gL.js";import{n as S,t as C}from"./card-CXDNDmge.js";import{n as w}from"./phone-8ifJp0EZ.js";var T=m(f(),1),E={senderId:``,usesTemplate:!1,text:``,imageUrl:``,caption:``,targetUrl:``,templateId:``,language:`en`,parameters:``},D=0,O=(e,t)=>({...E,senderId:t,id:D+=1,channel:e,from:``,spokenLanguage:`en-GB`}),k=()=>`console-${[...crypto.getRandomValues(new Uint8Array(12))].map(e=>e.toString(16).padStart(2,`0`)).join(``)}`,A=(e,t)=>({...E,senderId:t,key:k(),kind:e,name:``,phoneNumbers:``,groups:``,scheduledAt:``,to:``,steps:[O(`viber`,t),O(`sms`,t)]}),j=(e,t)=>e.split(t).map(e=>e.trim()).filter(Boolean);function M({text:e,imageUrl:t,caption:n,targetUrl:r}){return{...e?{text:e}:{},...t?{imageUrl:t}:{},...n||r?{action:{caption:n,targetUrl:r}}:{}}}function N(e){if(!e.usesTemplate)return{content:M(e)};let t=j(e.parameters,`
`).map(e=>{let[t=``,...n]=e.split(`=`);return{name:t.trim(),value:n.join(`=`).trim()}});return{template:{templateId:e.templateId,language:e.language,parameters:t}}}function P(e){let t=j(e.phoneNumbers,/[\n,;]/),n=j(e.groups,`,`);return{idempotencyKey:e.key,senderId:e.senderId,recipients:{...t.length>0||n.length===0?{phoneNumbers:t}:{},...n.length>0?{groups:n}:{}},content:M(e),...e.name?{name:e.name}:{},...e.scheduledAt?{scheduledAt:new Date(e.scheduledAt).toISOString()}:{}}}var F=e=>({idempotencyKey:e.key,senderId:e.senderId,to:e.to,message:N(e)});function I(e){return e.channel===`viber`?{viber:{senderId:e.senderId,message:N(e)}}:e.channel===`sms`?{sms:{from:e.from,text:e.text}}:{voice:{from:e.from,verbs:[{say:{text:e.text,language:e.spokenLanguage,voice:`FEMALE`}}]}}}var L=e=>({idempotencyKey:e.key,to:e.to,steps:e.steps.map(I)}),R=v(),z=(0,T.createContext)({violations:[],warnings:[],showsAll:!1,isLocked:!1}),B=(e,{inputPath:t})=>`${t.join(`.`)}.`.startsWith(`${e}.`);function V({label:e,path:t,value:n,set:r,hint:i,rows:a,type:o=`text`,list:s,placeholder:c}){let l=(0,T.useId)(),{violations:u,warnings:d,showsAll:f,isLocked:p}=(0,T.useContext)(z),[m,h]=(0,T.useState)(!1),g=f||m||n!==``?u.filter(e=>B(t,e)):[],_=d.filter(e=>B(t,e)),v={id:l,value:n,placeholder:c,disabled:p,"aria-invalid":g.length>0,"aria-describedby":`${l}-rules`,onBlur:()=>h(!0)};return(0,R.jsxs)(`div`,{className:`field`,children:[(0,R.jsx)(`label`,{htmlFor:l,children:e}),a?(0,R.jsx)(`textarea`,{...v,rows:a,onChange:e=>r(e.target.value)}):(0,R.jsx)(`input`,{...v,type:o,list:s,autoComplete:`off`,onChange:e=>r(e.target.value)}),(0,R.jsxs)(`div`,{id:`${l}-rules`,children:[i&&g.length===0&&(0,R.jsx)(`p`,{className:`note`,children:i}),(0,R.jsx)(U,{rules:g}),_.map(({code:e,message:t})=>(0,R.jsx)(`p`,{className:`doubt`,children:t},e))]})]})}function H({path:e,isEmpty:t}){let{violations:n,warnings:r,showsAll:i}=(0,T.useContext)(z),a=({inputPath:n})=>(i||!t)&&n.join(`.`)===e;return(0,R.jsxs)(`div`,{role:`status`,children:[(0,R.jsx)(U,{rules:n.filter(a)}),r.filter(a).map(({code:e,message:t})=>(0,R.jsx)(`p`,{className:`doubt`,children:t},e))]})}var U=({rules:e})=>e.map(({inputPath:e,message:t})=>(0,R.jsxs)(`p`,{className:`broken`,children:[ee(e),t]},`${e.join(`.`)} ${t}`)),ee=e=>{let t=e.at(-1);return t!==void 0&&/^\d+$/.test(String(t))?`Entry ${Number(t)+1}: `:``};function W({draft:e,path:t,hasTemplates:n,change:r}){let i=`${t}.content`,a=`${t}.template`;return(0,R.jsxs)(R.Fragment,{children:[n&&(0,R.jsxs)(`label`,{className:`check`,children:[(0,R.jsx)(`input`,{type:`checkbox`,checked:e.usesTemplate,onChange:e=>r({usesTemplate:e.target.checked})}),`A template that Viber has approved`]}),n&&e.usesTemplate?(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(H,{path:a,isEmpty:!e.templateId}),(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Template id`,path:`${a}.templateId`,value:e.templateId,set:e=>r({templateId:e})}),(0,R.jsx)(V,{label:`Language`,path:`${a}.language`,value:e.language,set:e=>r({language:e})})]}),(0,R.jsx)(V,{label:`Parameters`,path:`${a}.parameters`,value:e.parameters,set:e=>r({parameters:e}),rows:3,placeholder:`order_id = A-1007`,hint:`One a line: name = value`})]}):(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(H,{path:i,isEmpty:!(e.text||e.imageUrl||e.caption||e.targetUrl)}),(0,R.jsx)(V,{label:`Text`,path:`${i}.text`,value:e.text,set:e=>r({text:e}),rows:4}),(0,R.jsx)(V,{label:`Image address`,path:`${i}.imageUrl`,value:e.imageUrl,set:e=>r({imageUrl:e}),placeholder:`https://…`}),(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Button`,path:`${i}.action.caption`,value:e.caption,set:e=>r({caption:e})}),(0,R.jsx)(V,{label:`Button opens`,path:`${i}.action.targetUrl`,value:e.targetUrl,set:e=>r({targetUrl:e}),placeholder:`https://…`})]})]})]})}var G=u(`
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
`),ne=u(`
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
`),q=2e3;function J({idempotencyKey:e,notSent:t}){let{data:r,error:i,refetch:a,startPolling:o,stopPolling:c}=n(te,{variables:{key:e},fetchPolicy:`network-only`}),l=x(ne,{},()=>void a());(0,T.useEffect)(()=>{l.state===`live`&&a()},[l.state,a]);let u=r?.send,d=u?b(G,u):null,f=d&&K(d),p=r?.send===null&&!i,m=p||d?.outcome===`NOT_SENT`;(0,T.useEffect)(()=>{m&&t()},[m,t]);let h=d?d.outcome===`PENDING`:!p;return(0,T.useEffect)(()=>(h&&o(q),c),[h,o,c]),d?.outcome===`ACCEPTED`?(0,R.jsx)(s,{title:`It went out`,children:(0,R.jsxs)(`p`,{children:[`The vendor has told of it meanwhile. `,f&&(0,R.jsx)(`a`,{href:f,children:`Follow it`})]})}):p?(0,R.jsx)(s,{title:`It did not reach the graph`,children:(0,R.jsx)(`p`,{children:`The connection was lost before. Send it again: the same key never goes out twice.`})}):m?(0,R.jsx)(s,{title:`It did not go out`,children:`The same draft can be sent again.`}):(0,R.jsxs)(s,{title:`We do not know whether it went out`,kind:`warning`,children:[(0,R.jsx)(`p`,{children:`The answer was lost: it may have been sent and charged. It is not sent again under this key, and a new key could send it twice. This page follows it until its outcome is known.`}),(0,R.jsxs)(`p`,{children:[`Key `,(0,R.jsx)(`code`,{children:e})]})]})}var Y={FREE:`not used yet`,PENDING:`being sent`,SAME_INPUT:`sent already: another send repeats its answer`,OTHER_INPUT:`used for something else`,UNKNOWN_OUTCOME:`sent, its outcome is not known`};function X({preview:e,error:n,isOld:r}){let[a]=i(n);if(!e)return(0,R.jsx)(C,{title:`Preview`,children:a?(0,R.jsx)(c,{problem:a}):(0,R.jsx)(t,{lines:3})});let{estimatedCost:o,balance:s,recipientsPerCountry:l,recipientCount:u,warnings:f,violations:p,keyState:m}=e;return(0,R.jsx)(C,{title:`Preview`,children:(0,R.jsxs)(`div`,{"aria-busy":r,children:[(0,R.jsx)(`p`,{role:`status`,className:e.isSendable?`verdict is-delivered`:`verdict is-waiting`,children:e.isSendable?`Ready to send`:p.length>0?`${g(p.length)} to put right`:`Cannot be sent`}),(0,R.jsx)(S,{facts:[[`Recipients`,u!=null&&g(u)],[`Countries`,l.length>0&&l.map(({country:e,count:t})=>`${_(e)} ${g(t)}`).join(`, `)],[`Characters`,e.characterCount!=null&&g(e.characterCount)],[`Billed as`,e.billing&&d(e.billing)],[`Expected cost`,o&&h(o.amount,o.currency)],[`Balance`,s&&h(s.amount,s.currency)],[`Key`,m&&Y[m]]]}),o&&(0,R.jsx)(`p`,{className:`note`,children:o.basis}),f.map(({code:e,message:t,inputPath:n})=>(0,R.jsx)(`p`,{className:`doubt`,children:t},`${e} ${n.join(`.`)}`)),a&&(0,R.jsx)(c,{problem:a})]})})}var re=u(`
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
`),ie=u(`
  query PreviewCampaign($input: SendViberCampaignInput!) {
    preview: previewViberCampaign(input: $input) {
      ...Preview
    }
  }
`),ae=u(`
  query PreviewMessage($input: SendViberMessageInput!) {
    preview: previewViberMessage(input: $input) {
      ...Preview
    }
  }
`),oe=u(`
  query PreviewFlow($input: SendFailoverFlowInput!) {
    preview: previewFailoverFlow(input: $input) {
      ...Preview
    }
  }
`),se=350;function ce(e){let[t,r]=(0,T.useState)(e);(0,T.useEffect)(()=>{let t=setTimeout(()=>r(e),se);return()=>clearTimeout(t)},[e]);let{kind:i}=t,o={fetchPolicy:`no-cache`},{data:s,previousData:c,error:l,loading:u}={campaign:n(ie,i===`campaign`?{...o,variables:{input:P(t)}}:a),message:n(ae,i===`message`?{...o,variables:{input:F(t)}}:a),flow:n(oe,i===`flow`?{...o,variables:{input:L(t)}}:a)}[i];return{preview:b(re,(s??c)?.preview??null),error:l,isOld:u||t!==e}}var le=u(`
  query Recent {
    sends(first: 8) {
      nodes {
        id
        ...SendParts
      }
    }
  }
`),Z={VIBER_CAMPAIGN:`Campaign`,VIBER_MESSAGE:`Message`,FAILOVER_FLOW:`Failover flow`},ue={ACCEPTED:`delivered`,PENDING:`moving`,UNKNOWN:`failed`,CANCELLED:`waiting`,NOT_SENT:`waiting`};function de(){let{data:e,error:a,refetch:o}=n(le,{fetchPolicy:`cache-and-network`}),s=e?.sends&&b(G,e.sends.nodes),[l]=i(a);return(0,R.jsxs)(C,{title:`Last sends`,children:[l&&(0,R.jsx)(c,{problem:l,retry:()=>void o()}),!s&&!l&&(0,R.jsx)(t,{}),s?.length===0&&(0,R.jsx)(r,{title:`Nothing was sent yet`}),(0,R.jsx)(`ul`,{className:`recent`,children:s?.map(e=>{let t=K(e),n=e.name??Z[e.kind];return(0,R.jsxs)(`li`,{children:[t?(0,R.jsx)(`a`,{href:t,children:n}):(0,R.jsx)(`span`,{children:n}),(0,R.jsx)(`span`,{className:`badge is-${ue[e.outcome]}`,children:d(e.outcome)}),(0,R.jsx)(`span`,{className:`note`,children:[e.name&&Z[e.kind],e.recipientCount!=null&&e.recipientCount>1&&g(e.recipientCount),p(e.createdAt)].filter(Boolean).join(` · `)})]},e.id)})})]})}var fe=[`viber`,`sms`,`voice`],pe=10;function me({draft:{steps:e,senderId:t},change:n}){let r=(t,r)=>n({steps:e.map(e=>e.id===t?{...e,...r}:e)});return(0,R.jsxs)(R.Fragment,{children:[e.map((t,i)=>(0,R.jsxs)(`fieldset`,{children:[(0,R.jsxs)(`legend`,{children:[i+1,`. `,d(t.channel.toUpperCase())]}),(0,R.jsx)(he,{step:t,path:`input.steps.${i}.${t.channel}`,change:e=>r(t.id,e)}),e.length>1&&(0,R.jsxs)(`button`,{type:`button`,className:`small`,onClick:()=>n({steps:e.filter(({id:e})=>e!==t.id)}),children:[`Remove step `,i+1]})]},t.id)),e.length<pe&&(0,R.jsx)(`div`,{className:`actions`,children:fe.map(r=>(0,R.jsxs)(`button`,{type:`button`,className:`small`,onClick:()=>n({steps:[...e,O(r,t)]}),children:[`Add `,d(r.toUpperCase())]},r))})]})}function he({step:e,path:t,change:n}){if(e.channel===`viber`)return(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(V,{label:`Sender`,path:`${t}.senderId`,value:e.senderId,set:e=>n({senderId:e}),list:`senders`}),(0,R.jsx)(W,{draft:e,path:`${t}.message`,hasTemplates:!0,change:n})]});let r=e.channel===`voice`,i=r?`${t}.verbs.0.say.text`:`${t}.text`;return(0,R.jsxs)(R.Fragment,{children:[(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`From`,path:`${t}.from`,value:e.from,set:e=>n({from:e})}),r&&(0,R.jsx)(V,{label:`Language`,path:`${t}.verbs.0.say.language`,value:e.spokenLanguage,set:e=>n({spokenLanguage:e})})]}),(0,R.jsx)(V,{label:r?`What is said`:`Text`,path:i,value:e.text,set:e=>n({text:e}),rows:3})]})}var ge=u(`
  mutation SendCampaign($input: SendViberCampaignInput!) {
    sendViberCampaign(input: $input) {
      replayed
      campaign {
        id
        trackingId
      }
    }
  }
`),_e=u(`
  mutation SendMessage($input: SendViberMessageInput!) {
    sendViberMessage(input: $input) {
      replayed
      viberMessage {
        id
        trackingId
      }
    }
  }
`),ve=u(`
  mutation SendFlow($input: SendFailoverFlowInput!) {
    sendFailoverFlow(input: $input) {
      replayed
      failoverFlow {
        id
        trackingId
      }
    }
  }
`),ye=u(`
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
`),be=[[`campaign`,`Campaign`],[`message`,`Message`],[`flow`,`Failover flow`]],Q=null;function $(){let{sends:e}=y();return(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(`header`,{className:`head`,children:(0,R.jsxs)(`div`,{children:[(0,R.jsx)(`h1`,{tabIndex:-1,children:`Send`}),(0,R.jsx)(`p`,{className:`note`,children:`Checked as you type; nothing goes out before you press Send`})]})}),e?(0,R.jsx)(xe,{}):(0,R.jsx)(r,{title:`This key may not send`,children:`Sending needs a key with the scope send.`})]})}function xe(){let[t,n]=(0,T.useState)(()=>Q?.draft??A(`campaign`,``)),[r,a]=(0,T.useState)(Q?.lost??null),c=r===`unknown`,u=(0,T.useCallback)(()=>a(`notSent`),[]),[d,f]=(0,T.useState)(!1),[p,m]=(0,T.useState)([]),h={onError:()=>void 0},[g,_]=e(ge,h),[v,y]=e(_e,h),[b,x]=e(ve,h),S=_.loading||y.loading||x.loading,E=ce(t),D=Te(),O=D.find(({id:e})=>e===t.senderId)?.name??null;(0,T.useEffect)(()=>void(Q={draft:t,lost:r}),[t,r]);let k=D[0]?.id;(0,T.useEffect)(()=>{k&&n(e=>we(e,k))},[k]);let j=e=>{n(t=>({...t,...e})),m([])},M=(e=t.kind)=>{n(A(e,t.senderId)),a(null),f(!1),m([])};async function N(){f(!0),m([]),a(null);let{link:e,error:r}=await I().catch(e=>({link:null,error:e}));if(e)return Q=null,n(A(t.kind,t.senderId)),l(e);let o=i(r);o.some(({code:e})=>e===`SEND_OUTCOME_UNKNOWN`||e===`NETWORK`)?a(`unknown`):m(o)}async function I(){if(t.kind===`campaign`){let{data:e,error:n}=await g({variables:{input:P(t)}}),r=e?.sendViberCampaign?.campaign.trackingId;return{link:r?o([`campaigns`,r]):null,error:n}}if(t.kind===`message`){let{data:e,error:n}=await v({variables:{input:F(t)}}),r=e?.sendViberMessage?.viberMessage.trackingId;return{link:r?o([`messages`,r]):null,error:n}}let{data:e,error:n}=await b({variables:{input:L(t)}}),r=e?.sendFailoverFlow?.failoverFlow.trackingId;return{link:r?o([`flows`,r]):null,error:n}}let B={violations:[...E.preview?.violations??[],...p.flatMap(({violations:e})=>e)],warnings:E.preview?.warnings??[],showsAll:d,isLocked:S||c},H=p.filter(({violations:e})=>e.length===0);return(0,R.jsxs)(`div`,{className:`columns`,children:[(0,R.jsx)(`form`,{className:`main`,onSubmit:e=>{e.preventDefault(),N()},children:(0,R.jsxs)(z,{value:B,children:[(0,R.jsxs)(C,{title:`What to send`,children:[(0,R.jsx)(`div`,{className:`choices`,role:`radiogroup`,"aria-label":`Kind`,children:be.map(([e,n])=>(0,R.jsxs)(`label`,{children:[(0,R.jsx)(`input`,{type:`radio`,name:`kind`,checked:t.kind===e,disabled:B.isLocked,onChange:()=>j({kind:e})}),n]},e))}),t.kind===`campaign`&&(0,R.jsx)(Se,{draft:t,change:j}),t.kind===`message`&&(0,R.jsxs)(R.Fragment,{children:[(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Recipient`,path:`input.to`,value:t.to,set:e=>j({to:e}),placeholder:`+30…`,type:`tel`}),(0,R.jsx)(V,{label:`Sender`,path:`input.senderId`,value:t.senderId,set:e=>j({senderId:e}),list:`senders`,hint:O})]}),(0,R.jsx)(W,{draft:t,path:`input.message`,hasTemplates:!0,change:j})]}),t.kind===`flow`&&(0,R.jsxs)(R.Fragment,{children:[(0,R.jsx)(V,{label:`Recipient`,path:`input.to`,value:t.to,set:e=>j({to:e}),placeholder:`+30…`,type:`tel`}),(0,R.jsx)(me,{draft:t,change:j})]}),(0,R.jsx)(`datalist`,{id:`senders`,children:D.map(({id:e,name:t})=>(0,R.jsx)(`option`,{value:e,children:t??e},e))})]}),H.map(e=>(0,R.jsxs)(s,{title:`Not sent`,kind:`problem`,children:[(0,R.jsx)(`p`,{children:e.message}),(0,R.jsxs)(`p`,{className:`note`,children:[e.code,`: correct it and send again; the key stays the same.`]})]},e.code)),r&&(0,R.jsx)(J,{idempotencyKey:t.key,notSent:u}),(0,R.jsxs)(`div`,{className:`actions`,children:[(0,R.jsx)(`button`,{type:`submit`,className:`primary`,disabled:S||c,children:S?`Sending…`:`Send`}),(0,R.jsx)(`button`,{type:`button`,disabled:S,onClick:()=>M(),children:`New draft`}),(0,R.jsxs)(`span`,{className:`note`,children:[`Key of this draft `,(0,R.jsx)(`code`,{children:t.key})]})]})]})}),(0,R.jsxs)(`aside`,{className:`side`,children:[(0,R.jsx)(C,{title:`On a phone`,children:(0,R.jsx)(w,{content:Ce(t),sender:O})}),(0,R.jsx)(X,{...E}),(0,R.jsx)(de,{})]})]})}var Se=({draft:e,change:t})=>(0,R.jsxs)(R.Fragment,{children:[(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Name`,path:`input.name`,value:e.name,set:e=>t({name:e}),hint:`Unique in the account`}),(0,R.jsx)(V,{label:`Sender`,path:`input.senderId`,value:e.senderId,set:e=>t({senderId:e}),list:`senders`})]}),(0,R.jsxs)(`div`,{className:`pair`,children:[(0,R.jsx)(V,{label:`Phone numbers`,path:`input.recipients.phoneNumbers`,value:e.phoneNumbers,set:e=>t({phoneNumbers:e}),rows:4,placeholder:`+30…
+44…`,hint:`One a line, with + and country`}),(0,R.jsxs)(`div`,{children:[(0,R.jsx)(V,{label:`Groups`,path:`input.recipients.groups`,value:e.groups,set:e=>t({groups:e}),hint:`Names, with commas between`}),(0,R.jsx)(V,{label:`Not before`,path:`input.scheduledAt`,value:e.scheduledAt,set:e=>t({scheduledAt:e}),type:`datetime-local`,hint:`Empty: at once`})]})]}),(0,R.jsx)(W,{draft:e,path:`input`,hasTemplates:!1,change:t})]});function Ce(e){let t=e.kind===`flow`?e.steps[0]:e;return t?e.kind!==`campaign`&&t.usesTemplate?{text:t.templateId&&`Template ${t.templateId}`}:M(t):{}}var we=(e,t)=>({...e,senderId:e.senderId||t,steps:e.steps.map(e=>({...e,senderId:e.senderId||t}))});function Te(){let{data:e,error:t}=n(ye);if(t&&!e)return[];let r=e?.campaigns?.nodes.flatMap(({sender:e})=>e??[])??[];return[...new Map(r.map(e=>[e.id,e])).values()]}export{$ as SendScreen};
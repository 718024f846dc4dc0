/** GraphiQL's tabs stand still: it would move a tab away from under the pointer that presses it, and the click is lost. */
export const PAGE_STYLE = `
html, body, #explorer { height: 100%; margin: 0; }
#explorer > p, noscript > p { margin: 0; padding: 2rem; font: 1rem/1.5 system-ui, sans-serif; color: #444; }
#explorer > iframe { display: block; width: 100%; height: 100%; border: none; }
.graphiql-tab { transform: none !important; }
.graphiql-logo { white-space: nowrap; }
.graphiql-logo svg { width: 26px; height: 26px; margin-right: 8px; }
.graphiql-logo small { margin-left: 8px; font-size: 12px; opacity: 0.6; }
`;

import type { UsedViberTemplate, ViberDeliveryScope } from '../../../graph/viber-message/viber-template.type.js';
import { identifier, type Members, sortedEntries, text, textOrNumber, wordTable } from '../../reading.js';

const scopes = wordTable<ViberDeliveryScope>({ PRIMARY_DEVICE: 'PRIMARY_DEVICE', ALL_DEVICES: 'ALL_DEVICES' });

/** Of a message or a Viber step (Routee docs: transactional failover). Null without the id of a template. */
export function readTemplate(message: Members): UsedViberTemplate | null {
  const templateId = identifier(message.templateId);
  if (templateId === null) return null;
  return {
    templateId,
    language: text(message.templateLang),
    parameters: sortedEntries(message.templateParams).flatMap(([name, raw]) => {
      const value = typeof raw === 'boolean' ? String(raw) : (textOrNumber(raw) ?? (raw === '' ? '' : null));
      return value === null ? [] : [{ name, value }];
    }),
    deliveryScope: scopes(text(message.deliveryScope)),
  };
}

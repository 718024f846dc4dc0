import { describeVendorContract } from '../vendor-contract.js';
import { sample } from '../vendor-stub.js';
import { type Gms, gmsAt } from './gms-under-test.js';

const forms = [
  {
    form: 'simple',
    path: 'simple',
    example: 'gms-report-simple',
    wrongShapes: [{ clicks: 3 }, { status: null }, { reports: [] }],
  },
  {
    form: 'detailed',
    path: 'advanced',
    example: 'gms-report-detailed',
    wrongShapes: [{ clicks: 3 }, { reports: 'none' }, { started: 'yes' }],
  },
] as const;

const keys = [
  { by: 'message id', path: '', keyOf: (id: string) => ({ messageId: id }) },
  { by: 'extra id', path: 'external/', keyOf: (id: string) => ({ extraId: id }) },
] as const;

describeVendorContract({
  vendor: 'GMS',
  isRenewed: false,
  authorization: `Basic ${btoa('login:password')}`,
  create: (url, clock) => gmsAt(url, { clock }),
  reads: forms.flatMap(({ form, path, example, wrongShapes }) =>
    keys.map((key) => ({
      name: `GMS: the ${form} report by ${key.by}`,
      method: 'GET' as const,
      path: (segment: string) => `/client%2F1/api/dr/${key.path}${segment}/${path}`,
      isLookup: true,
      maxBytes: 1024 * 1024,
      wrongShapes,
      answer: () => sample(example),
      run: (gms: Gms, id, operation) => gms.deliveryReports.get(key.keyOf(id), form, operation),
    })),
  ),
});

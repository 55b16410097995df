import type { JsonValue } from '../../json.ts';
import { listIn, textIn } from './losses.ts';

/**
 * What selectors of events leave out of the calls that change something: `all` of them, `some`, or `none`. Basic selectors and
 * advanced ones (of which one of category Management must ask for nothing more). Source: CloudTrail API reference,
 * PutEventSelectors, AdvancedFieldSelector.
 */
export function managementLeftOut(asked: JsonValue): 'all' | 'some' | 'none' {
  const basic = listIn(asked, 'eventSelectors');
  const advanced = listIn(asked, 'advancedEventSelectors');
  if (basic.length + advanced.length === 0) return 'none';
  const parts = [...basic.map(leftOutByBasic), ...advanced.map(leftOutByAdvanced)];
  if (parts.includes('none')) return 'none';
  return parts.includes('some') ? 'some' : 'all';
}

function leftOutByBasic(selector: JsonValue): 'all' | 'some' | 'none' {
  if (textIn(selector, 'includeManagementEvents')?.toLowerCase() === 'false') return 'all';
  if (textIn(selector, 'readWriteType') === 'ReadOnly') return 'all';
  return listIn(selector, 'excludeManagementEventSources').length > 0 ? 'some' : 'none';
}

function leftOutByAdvanced(selector: JsonValue): 'all' | 'some' | 'none' {
  const fields = listIn(selector, 'fieldSelectors');
  const isManagement = fields.some((each) => fieldIs(each, 'eventCategory', 'Management'));
  if (!isManagement || fields.some((each) => fieldIs(each, 'readOnly', 'true'))) return 'all';
  const narrowing = fields.filter((each) => {
    return textIn(each, 'field') !== 'eventCategory' && !fieldIs(each, 'readOnly', 'false');
  });
  return narrowing.length > 0 ? 'some' : 'none';
}

function fieldIs(selector: JsonValue, field: string, value: string): boolean {
  return textIn(selector, 'field') === field && listIn(selector, 'equals').includes(value);
}

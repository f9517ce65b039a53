/** Which values stand in which content, under which path: what was found before any commit is known. */
import type { ObjectSource, RawFinding, Span } from "../../model.js";

export type FoundInObject = RawFinding & { readonly origin: ObjectSource & Span };

export class Holdings {
  private readonly byContent = new Map<string, Map<string, FoundInObject[]>>();

  constructor(finds: readonly FoundInObject[]) {
    for (const find of finds) {
      const { object, path } = find.origin;
      const paths = this.byContent.get(object) ?? new Map<string, FoundInObject[]>();
      this.byContent.set(object, paths);
      const list = paths.get(path);
      if (list) list.push(find);
      else paths.set(path, [find]);
    }
  }

  has(content: string | undefined): boolean {
    return content !== undefined && this.byContent.has(content);
  }

  contents(): IterableIterator<string> {
    return this.byContent.keys();
  }

  at(content: string | undefined, path: string): readonly FoundInObject[] {
    return (content === undefined ? undefined : this.byContent.get(content)?.get(path)) ?? [];
  }

  /** Whatever its path. */
  valuesIn(content: string): Set<string> {
    return new Set([...(this.byContent.get(content)?.values() ?? [])].flat().map(({ value }) => value));
  }
}

import { useEffect, useState } from 'preact/hooks';

/** What the lecture claims here, with its formulas; loaded when it is first shown. */
export function Lesson({ name }: { readonly name: string }) {
  const [paragraphs, setParagraphs] = useState<readonly string[]>([]);
  useEffect(() => {
    let isCurrent = true;
    import('virtual:lessons').then(
      ({ lessons }) => isCurrent && setParagraphs(lessons[name] ?? []),
      () => {}, // the panel is whole without it
    );
    return () => {
      isCurrent = false;
    };
  }, [name]);
  return (
    <div class="lesson">
      {paragraphs.map((html) => (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of the build, made from src/report/lessons.ts
        <p key={html} dangerouslySetInnerHTML={{ __html: html }} />
      ))}
    </div>
  );
}

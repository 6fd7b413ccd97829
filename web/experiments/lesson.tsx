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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it scrolls, the keyboard must reach it
    <section class="lesson scroll" tabIndex={0} aria-label="What is claimed">
      {paragraphs.map((html) => (
        // A constant of the build, made from src/report/lessons.ts: none of it is data.
        <p key={html} dangerouslySetInnerHTML={{ __html: html }} />
      ))}
    </section>
  );
}

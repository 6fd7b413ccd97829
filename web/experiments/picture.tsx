import { useEffect, useState } from 'preact/hooks';

/** A drawing as an image, so that the page's policy for styles does not touch what is in it. */
export function Picture({ svg, title, description }: { readonly svg: string; readonly title: string; readonly description: string }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [svg]);
  return (
    <figure class="picture">
      {url !== undefined && <img src={url} alt={`${title}. ${description}`} />}
      <figcaption>{description}</figcaption>
    </figure>
  );
}

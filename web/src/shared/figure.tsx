interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly unit?: string;
  readonly hint: string;
}

/** One number with its name and what it means, in a `dl` of the class `figures`. */
export function Figure({ name, value, unit, hint }: FigureProps) {
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        {unit && <small> {unit}</small>}
        <p>{hint}</p>
      </dd>
    </div>
  );
}

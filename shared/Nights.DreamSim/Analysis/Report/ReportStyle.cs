namespace Nights.DreamSim.Analysis.Report;

/// <summary>How the report looks: the tokens of the product, on paper too.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root { --paper: #FAFAF9; --ink: #1C1D1F; --soft: #5A5D62; --line: #DCDDDF; --accent: #2F5D8C; --good: #2E7D4F; --bad: #B3261E; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 32px 24px 64px; max-width: 960px; background: var(--paper); color: var(--ink); font: 16px/24px system-ui, sans-serif; }
        h1 { font-size: 28px; line-height: 36px; font-weight: 600; margin: 0 0 4px; }
        h2 { font-size: 20px; line-height: 28px; font-weight: 600; margin: 48px 0 8px; }
        h3 { font-size: 16px; font-weight: 600; margin: 24px 0 4px; }
        p { margin: 0 0 12px; max-width: 72ch; }
        .soft, figcaption { color: var(--soft); font-size: 14px; line-height: 20px; }
        .tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 24px 0; }
        .tile { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; flex: 1 1 160px; }
        .tile b { display: block; font-size: 28px; line-height: 36px; font-weight: 600; font-variant-numeric: tabular-nums; }
        table { border-collapse: collapse; width: 100%; font-size: 14px; line-height: 20px; font-variant-numeric: tabular-nums; margin: 8px 0 16px; }
        th, td { border-bottom: 1px solid var(--line); padding: 4px 8px; text-align: right; vertical-align: top; }
        th:first-child { text-align: left; }
        sup { font-size: 11px; line-height: 0; margin-left: 2px; }
        tbody th { font-weight: 400; overflow-wrap: anywhere; }
        svg { display: block; width: 100%; max-width: 760px; height: auto; font: 13px system-ui, sans-serif; }
        .grid { stroke: var(--line); } .chance { stroke: var(--soft); stroke-dasharray: 4 4; }
        .interval { stroke: var(--accent); stroke-width: 2; } .dot { fill: var(--accent); }
        .curve { fill: none; stroke: var(--accent); stroke-width: 2; } .curve.second { stroke: var(--ink); stroke-dasharray: 6 4; }
        .label { text-anchor: end; fill: var(--ink); } .tick { text-anchor: middle; fill: var(--soft); } .note { fill: var(--soft); }
        .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(400px, 1fr)); gap: 16px; }
        .triplet { margin: 0; background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 12px; break-inside: avoid; }
        .pictures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px; margin-bottom: 8px; font-size: 14px; line-height: 20px; }
        .pictures img { display: block; width: 100%; height: auto; } .pictures span { display: block; }
        .people { color: var(--good); } .metric { color: var(--bad); }
        @media (max-width: 480px) { .gallery { grid-template-columns: 1fr; } }
        @media print { body { background: #fff; padding: 0; max-width: none; } h2, h3 { break-after: avoid; } svg, tr { break-inside: avoid; } }
        """;
}

/* Charts. One builder for two outputs: in the browser it fills every [data-chart]; in V8 (for the PDF) there is
   no document, and `chartOption(spec, theme)` is called by hand.

   spec  { type: "columns" | "bars" | "lines", title, unit, decimals, axis, x: [label], links: [url],
           series: [{ name, data: [number | null] }], stack: bool, mark: index of the bar to stress,
           limit: { label, value }, hideY: bool,
           wide: room for the value of every point }      at most three series
   theme { accent, mid, soft, grey, ink, ink2, line, axis, font, size }  (see THEME) */
(function (root) {
  'use strict';
  var THEME = { accent: '#0e5a70', mid: '#5b93a5', soft: '#a9c9d3', grey: '#b9c3c8', ink: '#17252d', ink2: '#44545e', line: '#dfe5e8', axis: '#c2ccd2', size: 12, font: "'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', sans-serif" };

  /* Own formatting: V8 without ICU data has no zh-CN locale. */
  function format(value, decimals) {
    if (value === null || value === undefined || value === '') return '—';
    var parts = Math.abs(Number(value)).toFixed(decimals || 0).split('.');
    parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, ',');
    return (Number(value) < 0 ? '−' : '') + parts.join('.');
  }

  /* A label without textBorderColor gets a white outline that the PDF renderer paints over the digits. */
  function label(spec, t, position, formatter) {
    return { show: true, position: position, color: t.ink, textBorderColor: 'none', fontFamily: t.font, fontSize: t.size, formatter: formatter || function (p) { return format(p.value && p.value.value !== undefined ? p.value.value : p.value, spec.decimals); } };
  }
  function base(spec, t) {
    var many = spec.series.length > 1;
    return {
      animation: false, color: [t.accent, t.soft, t.grey], textStyle: { fontFamily: t.font }, aria: { enabled: true, label: { description: spec.title || '' } },
      legend: many ? { top: 0, left: 0, itemWidth: 10, itemHeight: 10, icon: 'rect', textStyle: { color: t.ink2, fontFamily: t.font, fontSize: t.size } } : undefined,
      tooltip: { trigger: 'axis', axisPointer: { type: spec.type === 'lines' ? 'line' : 'shadow' }, confine: true, renderMode: 'richText', textStyle: { color: t.ink, fontSize: 13, fontFamily: t.font }, borderColor: t.line, valueFormatter: function (v) { return format(v, spec.decimals) + (spec.unit ? ' ' + spec.unit : ''); } },
    };
  }
  function category(spec, t, extra) {
    var long = spec.type === 'columns' && spec.x.length > 10 && spec.x.some(function (v) { return String(v).length > 3; });
    var axis = { type: 'category', data: spec.x, axisTick: { show: false }, axisLine: { lineStyle: { color: t.axis } },
      axisLabel: { color: t.ink2, fontFamily: t.font, fontSize: t.size, interval: spec.type === 'lines' ? 'auto' : 0, lineHeight: long ? 14 : undefined, formatter: long ? function (v) { return String(v).replace(/街道$|镇$/, '').split('').join('\n'); } : undefined } };
    return Object.assign(axis, extra || {});
  }
  function value(spec, t, extra) {
    return Object.assign({ type: 'value', splitNumber: 4, minInterval: spec.decimals ? undefined : 1, axisLabel: { color: t.ink2, fontFamily: t.font, fontSize: t.size, formatter: function (v) { return format(v, v % 1 ? spec.decimals || 1 : 0); } }, splitLine: { lineStyle: { color: '#e8edef' } } }, extra || {});
  }
  function points(spec, series, t) {
    return series.data.map(function (v, i) {
      var point = { value: v };
      if (spec.mark !== undefined && spec.mark !== null) point.itemStyle = { color: i === spec.mark ? t.accent : t.mid };
      return point;
    });
  }
  function limit(spec, t, direction) {
    if (!spec.limit) return undefined;
    var line = {}; line[direction] = spec.limit.value;
    return { silent: true, symbol: 'none', lineStyle: { color: t.ink, type: 'dashed', width: 1 }, label: { formatter: spec.limit.label + ' ' + format(spec.limit.value, spec.decimals), color: t.ink, textBorderColor: 'none', fontFamily: t.font, fontSize: t.size, position: 'insideEndTop' }, data: [line] };
  }
  function stackedTotal(spec) {
    return function (p) { return format(spec.series.reduce(function (sum, s) { return sum + (Number(s.data[p.dataIndex]) || 0); }, 0), spec.decimals); };
  }
  function bars(spec, t) {
    var top = spec.series.length > 1 ? 26 : 4, last = spec.series.length - 1;
    return Object.assign(base(spec, t), {
      grid: { left: 0, right: 64, top: top, bottom: 0, containLabel: true }, xAxis: value(spec, t, { show: false }), yAxis: category(spec, t, { inverse: true, axisLine: { show: false } }),
      series: spec.series.map(function (s, n) { return { name: s.name, type: 'bar', stack: spec.stack ? 'all' : undefined, barMaxWidth: 16, data: points(spec, s, t), markLine: n ? undefined : limit(spec, t, 'xAxis'), label: spec.stack ? (n < last ? { show: false } : label(spec, t, 'right', stackedTotal(spec))) : label(spec, t, 'right') }; }),
    });
  }
  function columns(spec, t) {
    var top = spec.series.length > 1 ? 42 : 20, last = spec.series.length - 1, crowded = spec.x.length * spec.series.length > 26;
    return Object.assign(base(spec, t), {
      grid: { left: 0, right: 8, top: top, bottom: 0, containLabel: true }, xAxis: category(spec, t), yAxis: value(spec, t, spec.hideY ? { show: false } : {}),
      series: spec.series.map(function (s, n) { return { name: s.name, type: 'bar', stack: spec.stack ? 'all' : undefined, barMaxWidth: 30, data: points(spec, s, t), markLine: n ? undefined : limit(spec, t, 'yAxis'), label: crowded ? { show: false } : spec.stack ? (n < last ? { show: false } : label(spec, t, 'top', stackedTotal(spec))) : label(spec, t, 'top') }; }),
    });
  }
  /* Beside each other in a narrow column, the values of twelve points run into one another: every second, from the last. */
  function spaced(spec, series) {
    var last = series.data.length - 1, step = last > 7 && !spec.wide ? 2 : 1;
    return function (p) { return (last - p.dataIndex) % step ? '' : format(p.value, spec.decimals); };
  }
  function lines(spec, t) {
    var top = spec.series.length > 1 ? 34 : 20;
    return Object.assign(base(spec, t), {
      grid: { left: 4, right: 28, top: top, bottom: 0, containLabel: true }, xAxis: category(spec, t), yAxis: value(spec, t, { scale: true }),
      series: spec.series.map(function (s, n) { return { name: s.name, type: 'line', data: s.data, symbol: 'circle', symbolSize: 5, lineStyle: { width: 2, type: n ? 'dashed' : 'solid' }, markLine: n ? undefined : limit(spec, t, 'yAxis'), label: spec.series.length === 1 && s.data.length <= 12 ? label(spec, t, 'top', spaced(spec, s)) : { show: false }, endLabel: spec.series.length > 1 ? { show: true, color: t.ink, textBorderColor: 'none', fontSize: t.size, offset: [-18, n ? 14 : -12], formatter: function (p) { return format(p.value, spec.decimals); } } : undefined }; }),
    });
  }

  /* The ECharts option for a spec; a spec that already is an option (it has `option`) is handed through. */
  function chartOption(spec, theme) {
    if (spec.option) return spec.option;
    var t = Object.assign({}, THEME, theme || {});
    var build = { bars: bars, columns: columns, lines: lines }[spec.type];
    if (!build) throw new Error('unknown chart type: ' + spec.type);
    return build(spec, t);
  }
  root.chartOption = chartOption;
  if (typeof document === 'undefined') return;

  function draw(el) {
    var spec = JSON.parse(document.getElementById(el.dataset.chart).textContent);
    if (!root.echarts) { var table = el.parentElement.querySelector('details'); if (table) table.open = true; el.hidden = true; return; }
    var narrow = spec.type === 'columns' && spec.x.length > 10 && el.clientWidth < 520;
    if (narrow) { spec.type = 'bars'; el.classList.add('h520'); }
    var chart = root.echarts.init(el, null, { renderer: 'svg' });
    chart.setOption(chartOption(spec));
    chart.on('click', function (p) { var url = spec.links && spec.links[p.dataIndex]; if (url) root.location.assign(url); });
    if (root.ResizeObserver) new ResizeObserver(function () { chart.resize(); }).observe(el);
  }
  function all(scope) { Array.prototype.forEach.call(scope.querySelectorAll('[data-chart]'), draw); }
  all(document);
  document.addEventListener('htmx:load', function (e) { if (e.detail.elt !== document.body) all(e.detail.elt); });
})(typeof window !== 'undefined' ? window : globalThis);
